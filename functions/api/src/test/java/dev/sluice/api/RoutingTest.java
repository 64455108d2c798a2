package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingTest {

    private final TestApi api = new TestApi();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1",
                "/v1/events/",
                "/v2/events",
                "/health/",
                "/v1/events/a/b",
                "/v1/quarantine/",
                "//v1/events",
                "/v1/endpoints//deliveries"
            })
    void refusesOtherPathsWithoutAskingWhoAsks(String path) {
        api.handle(TestApi.event("GET", path, Map.of(), null)).isProblem(404, "not_found");
    }

    @Test
    void namesTheMethodsThatAPathTakes() {
        Reply reply = api.admin().send("PUT", "/v1/endpoints/ep_01", "", Map.of());

        reply.isProblem(405, "method_not_allowed");
        assertThat(reply.headers()).containsEntry("allow", "DELETE, GET, PATCH");
        assertThat(reply.at("detail")).contains("DELETE, GET, PATCH");
    }

    @Test
    void takesTheStageOffThePath() {
        APIGatewayV2HTTPEvent event = TestApi.event("GET", "/live/health", Map.of(), null);
        event.getRequestContext().setStage("live");

        api.handle(event).is(200);
    }

    @Test
    void readsBodiesThatCameAsBase64() {
        String body = "{\"name\":\"Žižkov\"}";
        APIGatewayV2HTTPEvent event = TestApi.event(
                "POST",
                "/v1/applications",
                Map.of("authorization", "Bearer " + TestApi.ADMIN_KEY),
                Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8)));
        event.setIsBase64Encoded(true);

        assertThat(api.handle(event).is(201).at("name")).isEqualTo("Žižkov");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/w==", "%%%"})
    void refusesBytesThatAreNotUtf8(String body) {
        APIGatewayV2HTTPEvent event =
                TestApi.event("POST", "/v1/applications", Map.of("authorization", "Bearer " + TestApi.ADMIN_KEY), body);
        event.setIsBase64Encoded(true);

        api.handle(event).isProblem(400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "\"text\"", "{}{}", "{\"name\":\"a\",\"name\":\"b\"}", "{'name':1}"})
    void refusesBodiesThatAreNoObject(String body) {
        api.admin().post("/v1/applications", body).isProblem(400, "invalid_json");
    }

    @Test
    void takesAnAbsentBodyForOneWithoutFields() {
        api.admin().send("POST", "/v1/applications", null, Map.of()).isProblemOf("name", 400, "missing_field");
        api.admin().post("/v1/applications", " ").isProblemOf("name", 400, "missing_field");
    }

    @Test
    void forbidsCaches() {
        assertThat(api.admin().get("/v1/applications").headers())
                .containsEntry("cache-control", "no-store")
                .containsEntry("content-type", "application/json");
    }

    @Test
    void readsAMethodAndHeadersWhateverTheirCase() {
        api.handle(TestApi.event(
                        "get", "/v1/applications", Map.of("AUTHORIZATION", "bearer " + TestApi.ADMIN_KEY), null))
                .is(200);
    }
}
