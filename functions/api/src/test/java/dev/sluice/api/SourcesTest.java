package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.source.SourceId;
import dev.sluice.source.WebhookSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SourcesTest {

    private static final String SECRET = "whsec_stripe_gave_this";
    private static final String STRIPE =
            "{\"name\":\"Stripe\",\"kind\":\"stripe\",\"secret\":\"" + SECRET + "\",\"tolerance_seconds\":60}";
    private static final String GENERATED = "whsec_[A-Za-z0-9+/]{43}=";

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("one");

    @Test
    void answersAsTheContractHasIt() {
        Reply created = tenant.client().post("/v1/sources", STRIPE).is(201);

        String id = created.at("id");
        assertThat(created.text())
                .isEqualTo("{\"id\":\"" + id + "\",\"application\":\"" + tenant.app()
                        + "\",\"name\":\"Stripe\",\"kind\":\"stripe\",\"tolerance_seconds\":60,"
                        + "\"created_at\":\"2026-05-04T03:02:01.123Z\",\"url_path\":\"/v1/sources/" + id + "\"}");
        assertThat(id).matches("src_[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(tenant.client().get("/v1/sources/" + id).is(200).text()).isEqualTo(created.text());
        assertThat(tenant.client().get("/v1/sources").is(200).text())
                .isEqualTo("{\"data\":[" + created.text() + "],\"next\":null}");
    }

    @Test
    void aSecretIsKeptSealedAndNeverShownAgain() {
        Reply created = tenant.client().post("/v1/sources", STRIPE).is(201);
        Reply generated = tenant.client()
                .post("/v1/sources", "{\"name\":\"Svix\",\"kind\":\"standard_webhooks\"}")
                .is(201);

        assertThat(created.text()).doesNotContain(SECRET);
        assertThat(generated.at("secret")).matches(GENERATED);
        assertThat(tenant.client().get("/v1/sources").text()).doesNotContain("secret", "whsec_");
        assertThat(api.sources.list(tenant.app()))
                .hasSize(2)
                .allSatisfy(source -> assertThat(source.toString()).doesNotContain("whsec_", SECRET));
    }

    @Test
    void aPresetFillsSettingsAndSettingsChangeIt() {
        Reply github = tenant.client()
                .post(
                        "/v1/sources",
                        "{\"name\":\"GitHub\",\"kind\":\"hmac\",\"preset\":\"github\",\"settings\":{\"type_prefix\":\"gh.\"}}")
                .is(201);

        assertThat(github.json().path("settings").toString())
                .isEqualTo(
                        "{\"header\":\"X-Hub-Signature-256\",\"algorithm\":\"sha256\",\"encoding\":\"hex\",\"prefix\":\"sha256=\","
                                + "\"signed\":[\"body\"],\"separator\":\".\",\"id_header\":\"X-GitHub-Delivery\","
                                + "\"type_header\":\"X-GitHub-Event\",\"type_prefix\":\"gh.\"}");
        assertThat(github.at("secret")).matches(GENERATED);
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        String id = tenant.client().post("/v1/sources", STRIPE).at("id");

        Reply changed = tenant.client()
                .patch("/v1/sources/" + id, "{\"name\":\"Live\",\"tolerance_seconds\":null}")
                .is(200);

        assertThat(changed.at("name")).isEqualTo("Live");
        assertThat(changed.json().path("tolerance_seconds").asInt()).isEqualTo(300);
        WebhookSource kept = api.sources.find(new SourceId(id)).orElseThrow();
        assertThat(kept.secrets()).hasSize(1);
        tenant.client()
                .patch("/v1/sources/" + id, "{\"secret\":\"whsec_another\"}")
                .is(200);
        assertThat(api.sources.find(new SourceId(id)).orElseThrow().secrets())
                .hasSize(2)
                .element(1)
                .satisfies(old -> assertThat(old.until()).isEqualTo(TestApi.START.plusSeconds(86_400)));
    }

    @Test
    void aSecretOfNullIsGeneratedAnewAndShown() {
        String id = tenant.client()
                .post("/v1/sources", "{\"name\":\"Svix\",\"kind\":\"standard_webhooks\"}")
                .at("id");

        assertThat(tenant.client()
                        .patch("/v1/sources/" + id, "{\"secret\":null}")
                        .is(200)
                        .at("secret"))
                .matches(GENERATED);
        assertThat(tenant.client().patch("/v1/sources/" + id, "{}").is(200).text())
                .doesNotContain("secret");
    }

    @Test
    void makesItsChangeOnWhatSomebodyElseChangedMeanwhile() {
        String path = "/v1/sources/"
                + tenant.client()
                        .post("/v1/sources", "{\"name\":\"Svix\",\"kind\":\"standard_webhooks\"}")
                        .at("id");
        TestApi racing = api.another(parts -> parts.random = () -> { // asked for a secret once the source is read
            tenant.client().patch(path, "{\"name\":\"changed meanwhile\"}").is(200);
            return 1;
        });

        Reply changed = racing.as(tenant.key()).patch(path, "{\"secret\":null}").is(200);

        assertThat(changed.at("name")).isEqualTo("changed meanwhile");
        assertThat(changed.at("secret")).matches(GENERATED);
    }

    @Test
    void aDeletedSourceIsGone() {
        String id = tenant.client().post("/v1/sources", STRIPE).at("id");

        tenant.client().delete("/v1/sources/" + id).is(204);

        tenant.client().get("/v1/sources/" + id).isProblem(404, "not_found");
        tenant.client().patch("/v1/sources/" + id, "{}").isProblem(404, "not_found");
        tenant.client().delete("/v1/sources/" + id).isProblem(404, "not_found");
    }

    @Test
    void anothersSourceIsNeitherSeenNorChanged() {
        Tenant other = api.tenant("two");
        Reply created = tenant.client().post("/v1/sources", STRIPE);
        String path = "/v1/sources/" + created.at("id");

        List.of(
                        other.client().get(path),
                        other.client().patch(path, "{\"secret\":\"whsec_of_mine\"}"),
                        other.client().delete(path))
                .forEach(reply -> reply.isProblem(404, "not_found"));
        List.of(
                        other.client().get(path + "?application=" + tenant.app()),
                        other.client().patch(path + "?application=" + tenant.app(), "{\"secret\":\"whsec_of_mine\"}"),
                        other.client().delete(path + "?application=" + tenant.app()),
                        other.client().post("/v1/sources?application=" + tenant.app(), STRIPE))
                .forEach(reply -> reply.isProblem(403, "forbidden"));
        assertThat(other.client().get("/v1/sources").column("id")).isEmpty();
        assertThat(api.sources.list(tenant.app()))
                .singleElement()
                .satisfies(source -> assertThat(source.secrets()).hasSize(1));
        assertThat(tenant.client().get(path).is(200).text()).isEqualTo(created.text());
        assertThat(api.admin()
                        .get(path + "?application=" + tenant.app())
                        .is(200)
                        .text())
                .isEqualTo(created.text());
        api.admin().get(path + "?application=" + other.app()).isProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/sources", "POST /v1/sources", "GET /v1/sources/src_1", "DELETE /v1/sources/src_1"})
    void takesNobodyWithoutAKey(String route) {
        String[] parts = route.split(" ", 2);

        api.handle(TestApi.event(parts[0], parts[1], Map.of(), null)).isProblem(401, "unauthorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name              | null                   | 400 | missing_field",
                "name              | ' '                    | 400 | invalid_field",
                "kind              | null                   | 400 | missing_field",
                "kind              | 'md5'                  | 400 | invalid_field",
                "secret            | null                   | 400 | missing_field",
                "secret            | 7                      | 400 | invalid_field",
                "secret            | ''                     | 422 | secret_refused",
                "secret            | 'short'                | 422 | secret_refused",
                "tolerance_seconds | -1                     | 400 | invalid_field",
                "tolerance_seconds | 86401                  | 400 | invalid_field",
                "tolerance_seconds | 1.5                    | 400 | invalid_field",
                "tolerance_seconds | '5'                    | 400 | invalid_field",
                "tolerance_seconds | 99999999999999999999   | 400 | invalid_field",
                "settings          | {}                     | 400 | invalid_field",
                "preset            | 'github'               | 400 | invalid_field",
                "url               | 'x'                    | 400 | unknown_field",
            })
    void namesTheFieldThatIsWrong(String field, String value, int status, String reason) {
        String valid = "'name':'Stripe','kind':'stripe','secret':'whsec_hidden'";
        String others = String.join(
                ",",
                List.of(valid.split(",")).stream()
                        .filter(pair -> !pair.startsWith("'" + field + "'"))
                        .toList());
        String body = ("{" + others + ",'" + field + "':" + value + "}").replace('\'', '"');

        Reply reply = tenant.client().post("/v1/sources", body);

        reply.isProblem(status, reason);
        assertThat(reply.at("field")).isEqualTo(field);
        assertThat(reply.text()).doesNotContain("whsec_hidden");
        assertThat(api.sources.list(tenant.app())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'preset':null                                   | missing_field",
                "'preset':'gitlab'                               | invalid_field",
                "'preset':'github','settings':{'header':'a b'}   | invalid_field",
                "'settings':{'header':'X-Sig'}                   | invalid_field",
                "'settings':[]                                   | invalid_field",
            })
    void anHmacSourceNeedsSettings(String fields, String reason) {
        tenant.client()
                .post("/v1/sources", ("{'name':'x','kind':'hmac'," + fields + "}").replace('\'', '"'))
                .isProblem(400, reason);
    }

    @Test
    void aStandardWebhooksSecretHasToBeOne() {
        Reply reply = tenant.client()
                .post("/v1/sources", "{\"name\":\"x\",\"kind\":\"standard_webhooks\",\"secret\":\"not base64, this\"}");

        reply.isProblemOf("secret", 422, "secret_refused");
        assertThat(reply.at("detail_reason")).isEqualTo("secret_not_base64");
    }

    @Test
    void takesAHundredAndPagesThem() {
        List<String> ids = IntStream.range(0, Sources.MOST)
                .mapToObj(i -> {
                    api.clock.advance(Duration.ofMillis(1));
                    return tenant.client().post("/v1/sources", STRIPE).is(201).at("id");
                })
                .toList();

        tenant.client().post("/v1/sources", STRIPE).isProblem(409, "source_limit");
        api.tenant("two").client().post("/v1/sources", STRIPE).is(201);
        Reply first = tenant.client().get("/v1/sources?limit=60");
        assertThat(first.column("id")).isEqualTo(ids.subList(0, 60));
        Reply second = tenant.client().get("/v1/sources?limit=60&after=" + first.at("next"));
        assertThat(second.column("id")).isEqualTo(ids.subList(60, 100));
        assertThat(second.json().path("next").isNull()).isTrue();
    }
}
