package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.application.ApiKey;
import org.junit.jupiter.api.Test;

final class ApiKeysTest {

    private final TestApi api = new TestApi();
    private final Tenant one = api.tenant("one");

    @Test
    void showsAKeyOnceAndKeepsItsHash() {
        Reply created = one.client().post("/v1/keys", "{}").is(201);

        String key = created.at("key");
        assertThat(key).matches("slk_[A-Za-z0-9_-]{43}");
        assertThat(created.at("application")).isEqualTo(one.app().value());
        assertThat(created.json().path("admin").booleanValue()).isFalse();
        assertThat(api.stores.keys().list(one.app())).extracting(ApiKey::hash).contains(ApiKey.hash(key));
        Reply listed = one.client().get("/v1/keys").is(200);
        assertThat(listed.column("id")).contains(created.at("id"));
        assertThat(listed.text())
                .doesNotContain(key)
                .doesNotContain(ApiKey.hash(key))
                .doesNotContain("slk_");
        api.as(key).get("/v1/events").is(200);
    }

    @Test
    void makesAnAdminKeyOnlyWhenToldSo() {
        api.admin().post("/v1/keys", "").isProblemOf("application", 400, "application_required");

        Reply created = api.admin().post("/v1/keys", "{\"admin\":true}").is(201);

        assertThat(created.json().path("admin").booleanValue()).isTrue();
        assertThat(created.json().path("application").isNull()).isTrue();
        api.as(created.at("key")).get("/v1/applications").is(200);
    }

    @Test
    void makesNoAdminKeyForAnApplication() {
        one.client().post("/v1/keys", "{\"admin\":true}").isProblemOf("admin", 403, "forbidden");
        api.admin()
                .post("/v1/keys?application=" + one.app(), "{\"admin\":true}")
                .isProblemOf("admin", 400, "invalid_field");
        one.client().post("/v1/keys", "{\"admin\":\"no\"}").isProblemOf("admin", 400, "invalid_field");
        one.client().post("/v1/keys", "{\"name\":\"x\"}").isProblemOf("name", 400, "unknown_field");
    }

    @Test
    void listsEachOwnersKeysAlone() {
        Tenant two = api.tenant("two");

        assertThat(one.client().get("/v1/keys").column("application"))
                .containsExactly(one.app().value());
        assertThat(api.admin().get("/v1/keys?application=" + two.app()).column("application"))
                .containsExactly(two.app().value());
        assertThat(api.admin().get("/v1/keys").json().path("data")).hasSize(1);
        assertThat(api.admin()
                        .get("/v1/keys")
                        .json()
                        .path("data")
                        .path(0)
                        .path("admin")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void listsByPages() {
        one.client().post("/v1/keys", "");
        one.client().post("/v1/keys", "");

        Reply first = one.client().get("/v1/keys?limit=2").is(200);
        Reply second =
                one.client().get("/v1/keys?limit=2&after=" + first.at("next")).is(200);

        assertThat(first.column("id")).hasSize(2);
        assertThat(second.column("id")).hasSize(1).doesNotContainAnyElementsOf(first.column("id"));
        assertThat(second.json().path("next").isNull()).isTrue();
    }

    @Test
    void deletesAKey() {
        Reply created = one.client().post("/v1/keys", "").is(201);

        assertThat(one.client().delete("/v1/keys/" + created.at("id")).is(204).text())
                .isEmpty();

        api.as(created.at("key")).get("/v1/events").isProblem(401, "unauthorized");
        one.client().delete("/v1/keys/" + created.at("id")).isProblem(404, "not_found");
        one.client().delete("/v1/keys/nonsense").isProblem(404, "not_found");
    }
}
