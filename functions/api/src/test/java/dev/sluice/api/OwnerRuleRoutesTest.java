package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnerRuleRoutesTest {

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("Acme");

    @Test
    void addsARuleChangesItAndDeletesIt() {
        Tenant other = api.tenant("Other");
        assertThat(put("topic", "arn:aws:sns:eu-west-1:111122223333:ses", tenant)
                        .is(201)
                        .text())
                .isEqualTo("{\"kind\":\"topic\",\"value\":\"arn:aws:sns:eu-west-1:111122223333:ses\",\"application\":\""
                        + tenant.app() + "\",\"created_at\":\"2026-05-04T03:02:01.123Z\"}");
        api.clock.advance(Duration.ofSeconds(1));

        assertThat(put("topic", "arn:aws:sns:eu-west-1:111122223333:ses", tenant)
                        .is(200)
                        .at("created_at"))
                .isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(put("topic", "arn:aws:sns:eu-west-1:111122223333:ses", other)
                        .is(201)
                        .at("application"))
                .isEqualTo(other.app().value());

        assertThat(api.admin().get("/v1/owners").is(200).column("application"))
                .containsExactly(other.app().value());
        String rule = "/v1/owners?kind=topic&value=arn:aws:sns:eu-west-1:111122223333:ses";
        api.admin().delete(rule).is(204);
        api.admin().delete(rule).isProblem(404, "not_found");
        assertThat(api.admin().get("/v1/owners").text()).isEqualTo("{\"data\":[],\"next\":null}");
    }

    @Test
    void keepsIdentitiesAsTheyAreLookedUp() {
        put("identity", " Mail.Example.COM ", tenant).is(201);

        assertThat(api.admin().get("/v1/owners").column("value")).containsExactly("mail.example.com");
        api.admin().delete("/v1/owners?kind=identity&value=MAIL.example.com").is(204);
    }

    @Test
    void listsRulesByPages() {
        for (String tag : List.of("c=1", "a=1", "b=#")) {
            put("tag", tag, tenant).is(201);
        }
        put("queue", "arn:aws:sqs:eu-west-1:111122223333:q", tenant).is(201);

        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Reply page = api.admin().get("/v1/owners?limit=1" + after).is(200);
            read.addAll(page.column("value"));
            after = page.json().path("next").isNull() ? null : "&after=" + page.at("next");
        } while (after != null);

        assertThat(read).containsExactly("arn:aws:sqs:eu-west-1:111122223333:q", "a=1", "b=#", "c=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | kind        | missing_field",
                "{\"kind\":\"colour\",\"value\":\"red\"}                     | kind        | invalid_field",
                "{\"kind\":\"topic\"}                                        | value       | missing_field",
                "{\"kind\":\"tag\",\"value\":\"campaign\"}                   | value       | invalid_field",
                "{\"kind\":\"tag\",\"value\":\"=x\"}                         | value       | invalid_field",
                "{\"kind\":\"topic\",\"value\":\"x\"}                        | application | missing_field",
                "{\"kind\":\"topic\",\"value\":\"x\",\"application\":\"me\"} | application | invalid_field",
                "{\"kind\":\"topic\",\"value\":\" \",\"application\":\"APP\"} | value      | invalid_field",
                "{\"kind\":\"topic\",\"value\":\"LONG\",\"application\":\"APP\"} | value   | invalid_field",
                "{\"kind\":\"topic\",\"value\":\"x\",\"application\":\"app_7ZZZZZZZZZZZZZZZZZZZZZZZZZ\"} | application | invalid_field",
                "{\"colour\":1}                                              | colour      | unknown_field",
            })
    void namesTheFieldThatIsWrong(String body, String field, String reason) {
        String filled = body.replace("APP", tenant.app().value()).replace("LONG", "v".repeat(1_001));

        api.admin().post("/v1/owners", filled).isProblemOf(field, 400, reason);

        assertThat(api.stores.ownerRules().list()).isEmpty();
    }

    @Test
    void namesTheParameterThatIsWrong() {
        api.admin().delete("/v1/owners?value=x").isProblemOf("kind", 400, "missing_field");
        api.admin().delete("/v1/owners?kind=topic").isProblemOf("value", 400, "missing_field");
        api.admin().delete("/v1/owners?kind=colour&value=x").isProblemOf("kind", 400, "invalid_field");
        api.admin().delete("/v1/owners?kind=topic&value=" + "v".repeat(2_000)).isProblem(404, "not_found");
    }

    @Test
    void takesAnAdminKey() {
        tenant.client().get("/v1/owners").isProblem(403, "forbidden");
        tenant.client().post("/v1/owners", "{}").isProblem(403, "forbidden");
        tenant.client().delete("/v1/owners?kind=topic&value=x").isProblem(403, "forbidden");
    }

    private Reply put(String kind, String value, Tenant whose) {
        return api.admin()
                .post(
                        "/v1/owners",
                        "{\"kind\":\"" + kind + "\",\"value\":\"" + value + "\",\"application\":\"" + whose.app()
                                + "\"}");
    }
}
