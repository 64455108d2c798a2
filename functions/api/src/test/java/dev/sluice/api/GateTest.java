package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.application.ApiKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {

    private final TestApi api = new TestApi();

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "slk_abc", "Bearer a b", "Bearer slk_ünïcode"})
    void refusesHeadersThatHoldNoKey(String header) {
        Reply reply = api.handle(TestApi.event("GET", "/v1/events", Map.of("authorization", header), null));

        reply.isProblem(401, "unauthorized");
        assertThat(reply.headers()).containsEntry("www-authenticate", "Bearer");
    }

    @Test
    void refusesRequestsWithoutHeaders() {
        api.handle(TestApi.event("GET", "/v1/events", Map.of(), null)).isProblem(401, "unauthorized");
    }

    @Test
    void refusesKeysThatNobodyWasGiven() {
        Reply reply = api.as("slk_" + "A".repeat(43)).get("/v1/events").isProblem(401, "unauthorized");

        assertThat(reply.text()).doesNotContain("AAAA");
    }

    @Test
    void keepsTheFirstAdminKeyAsAHashOnce() {
        api.admin().get("/v1/applications").is(200);
        api.admin().get("/v1/applications").is(200);

        assertThat(api.stores.keys().list(null))
                .extracting(ApiKey::hash)
                .containsExactly(ApiKey.hash(TestApi.ADMIN_KEY));
    }

    @Test
    void knowsTheFirstAdminKeyThatAnotherContainerStored() {
        TestApi other = api.another(_ -> {});
        api.admin().get("/v1/applications").is(200);

        other.admin().get("/v1/applications").is(200);

        assertThat(api.stores.keys().list(null)).hasSize(1);
    }

    @Test
    void forgetsADeletedKeyWithinAMinuteWhoeverDeletedIt() {
        Tenant tenant = api.tenant("one");
        tenant.client().get("/v1/events").is(200);
        ApiKey key = api.stores.keys().list(tenant.app()).getFirst();
        api.stores.keys().delete(tenant.app(), key.id()); // in another container

        api.clock.advance(KeyCache.REMEMBERED);

        tenant.client().get("/v1/events").isProblem(401, "unauthorized");
    }

    @Test
    void forgetsAKeyThatWasDeletedHereAtOnce() {
        Tenant tenant = api.tenant("one");
        tenant.client().get("/v1/events").is(200);
        String id = api.stores.keys().list(tenant.app()).getFirst().id();

        tenant.client().delete("/v1/keys/" + id).is(204);

        tenant.client().get("/v1/events").isProblem(401, "unauthorized");
    }

    @Test
    void opensForANewKeyThatWasTriedBefore() {
        String key = ApiKey.generate(new java.util.Random(9));
        api.as(key).get("/v1/applications").isProblem(401, "unauthorized");

        api.stores.keys().create(ApiKey.of(key, null, TestApi.START, new java.util.Random(10)));

        api.as(key).get("/v1/applications").is(200);
    }

    @Test
    void keepsManyKeysWithoutForgettingWhoTheyAre() {
        Tenant first = api.tenant("first");
        for (int i = 0; i < 1_200; i++) {
            String key = ApiKey.generate(new java.util.Random(100 + i));
            api.stores.keys().create(ApiKey.of(key, first.app(), TestApi.START, new java.util.Random(5_000 + i)));
            api.as(key).get("/v1/events").is(200);
        }

        first.client().get("/v1/events").is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/events", "/v1/endpoints", "/v1/events/evt_1", "/v1/deliveries/msg_1"})
    void asksAnAdminForTheApplication(String path) {
        api.admin().get(path).isProblemOf("application", 400, "application_required");
    }

    @Test
    void letsAnAdminNameAnyApplicationThatThereIs() {
        Tenant tenant = api.tenant("one");

        api.admin().get("/v1/events?application=" + tenant.app()).is(200);
        api.admin().get("/v1/events?application=app_7ZZZZZZZZZZZZZZZZZZZZZZZZZ").isProblem(404, "not_found");
        api.admin().get("/v1/events?application=one").isProblemOf("application", 400, "invalid_field");
    }

    @Test
    void letsAnApplicationKeyNameItsOwnApplicationAlone() {
        Tenant one = api.tenant("one");
        Tenant two = api.tenant("two");

        one.client().get("/v1/events?application=" + one.app()).is(200);
        one.client().get("/v1/events?application=" + two.app()).isProblemOf("application", 403, "forbidden");
        one.client()
                .get("/v1/events?application=app_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")
                .isProblemOf("application", 403, "forbidden"); // the same, whether or not it exists
    }

    @Test
    void keepsApplicationKeysFromManagingApplications() {
        Tenant one = api.tenant("one");

        one.client().post("/v1/applications", "{\"name\":\"x\"}").isProblem(403, "forbidden");
        one.client().get("/v1/applications").isProblem(403, "forbidden");
        one.client().get("/v1/applications/" + one.app()).isProblem(403, "forbidden");
    }

    @Test
    void readsAKeyOnceAMinute() {
        java.util.concurrent.atomic.AtomicInteger reads = new java.util.concurrent.atomic.AtomicInteger();
        KeyCache cache = new KeyCache(new CountingKeys(api.stores.keys(), reads), api.clock);
        String key = ApiKey.generate(new java.util.Random(9));
        api.stores.keys().create(ApiKey.of(key, null, TestApi.START, new java.util.Random(10)));

        cache.find(ApiKey.hash(key));
        api.clock.advance(KeyCache.REMEMBERED.minus(Duration.ofMillis(1)));
        cache.find(ApiKey.hash(key));
        assertThat(reads).hasValue(1);

        api.clock.advance(Duration.ofMillis(1));
        cache.find(ApiKey.hash(key));
        assertThat(reads).hasValue(2);
    }
}
