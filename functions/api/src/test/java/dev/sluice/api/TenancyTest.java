package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one application's key never sees or changes: anything of another's. */
final class TenancyTest {

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");
    private final Tenant two = api.tenant("two");
    private final String endpoint = one.client()
            .post("/v1/endpoints", "{\"url\":\"https://hooks.example.com/private\"}")
            .at("id");
    private final String event = one.client()
            .post("/v1/events", "{\"type\":\"private.type\",\"data\":{\"private\":1}}")
            .at("id");
    private final String message = "msg_" + event.substring(4) + "_" + endpoint.substring(3);
    private final String key = api.stores.keys().list(one.app()).getFirst().id();

    @Test
    void anothersRowsAreNotFoundAsIfTheyWereNot() {
        List<Reply> replies = List.of(
                two.client().get("/v1/endpoints/" + endpoint),
                two.client().patch("/v1/endpoints/" + endpoint, "{\"status\":\"disabled\"}"),
                two.client().delete("/v1/endpoints/" + endpoint),
                two.client().get("/v1/endpoints/" + endpoint + "/deliveries"),
                two.client().post("/v1/endpoints/" + endpoint + "/test", ""),
                two.client().get("/v1/dead-letters/deliveries?endpoint=" + endpoint),
                two.client().get("/v1/events/" + event),
                two.client().get("/v1/deliveries/" + message),
                two.client().delete("/v1/keys/" + key));

        assertThat(replies)
                .allSatisfy(reply ->
                        assertThat(reply.isProblem(404, "not_found").text()).doesNotContain("private"));
        one.client().get("/v1/events").is(200);
        assertThat(one.client().get("/v1/endpoints/" + endpoint).at("status")).isEqualTo("active");
    }

    @Test
    void anothersRowsAreInNoList() {
        Stream.of("/v1/endpoints", "/v1/events").forEach(path -> {
            assertThat(one.client().get(path).column("id")).hasSize(1);
            assertThat(two.client().get(path).column("id")).isEmpty();
        });
        assertThat(two.client().get("/v1/keys").column("id")).doesNotContain(key);
    }

    @Test
    void namingTheOtherApplicationOpensNothing() {
        String named = "?application=" + one.app();
        List<Reply> replies = List.of(
                two.client().get("/v1/endpoints" + named),
                two.client().get("/v1/events/" + event + named),
                two.client().get("/v1/keys" + named),
                two.client().post("/v1/keys" + named, ""),
                two.client().delete("/v1/keys/" + key + named),
                two.client().post("/v1/events" + named, "{\"type\":\"a\",\"data\":{}}"),
                two.client().post("/v1/endpoints" + named, "{\"url\":\"https://hooks.example.com/\"}"));

        assertThat(replies).allSatisfy(reply -> reply.isProblem(403, "forbidden"));
        assertThat(api.stores.keys().list(one.app())).hasSize(1);
        assertThat(api.stores.endpoints().list(one.app())).hasSize(1);
    }

    @Test
    void anothersEndpointsGetNoneOfItsEvents() {
        assertThat(two.client()
                        .post("/v1/events", "{\"type\":\"private.type\",\"data\":{}}")
                        .json()
                        .path("endpoints")
                        .asInt())
                .isZero();
    }

    @Test
    void theAdminSeesEachByName() {
        assertThat(api.admin()
                        .get("/v1/events/" + event + "?application=" + one.app())
                        .at("type"))
                .isEqualTo("private.type");
        api.admin().get("/v1/events/" + event + "?application=" + two.app()).isProblem(404, "not_found");
    }
}
