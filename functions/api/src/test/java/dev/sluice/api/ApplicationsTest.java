package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApplicationsTest {

    private final TestApi api = new TestApi();

    @Test
    void createsAnApplicationThatCanBeRead() {
        Reply created =
                api.admin().post("/v1/applications", "{\"name\":\"Acme\"}").is(201);

        assertThat(created.at("id")).startsWith("app_").hasSize(30);
        assertThat(created.at("name")).isEqualTo("Acme");
        assertThat(created.at("created_at")).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(api.admin()
                        .get("/v1/applications/" + created.at("id"))
                        .is(200)
                        .json())
                .isEqualTo(created.json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                             | name    | missing_field",
                "{\"name\":null}                | name    | missing_field",
                "{\"name\":7}                   | name    | invalid_field",
                "{\"name\":\"  \"}              | name    | invalid_field",
                "{\"name\":\"\\ud800\"}         | name    | invalid_field",
                "{\"name\":\"a\",\"colour\":1}  | colour  | unknown_field",
            })
    void namesTheFieldThatIsWrong(String body, String field, String reason) {
        api.admin().post("/v1/applications", body).isProblemOf(field, 400, reason);
        assertThat(api.stores.applications().list(null, 10)).isEmpty();
    }

    @Test
    void refusesANameThatIsTooLong() {
        api.admin()
                .post("/v1/applications", "{\"name\":\"" + "n".repeat(128) + "\"}")
                .is(201);
        api.admin()
                .post("/v1/applications", "{\"name\":\"" + "n".repeat(129) + "\"}")
                .isProblemOf("name", 400, "invalid_field");
    }

    @Test
    void listsThemByPages() {
        List<String> created = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            created.add(api.tenant("t" + i).app().value());
            api.clock.advance(java.time.Duration.ofMillis(1));
        }

        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Reply page = api.admin().get("/v1/applications?limit=3" + after).is(200);
            read.addAll(page.column("id"));
            after = page.json().path("next").isNull() ? null : "&after=" + page.at("next");
        } while (after != null);

        assertThat(read).isEqualTo(created);
    }

    @ParameterizedTest
    @ValueSource(strings = {"app_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "app_1", "evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ", "%00"})
    void doesNotFindWhatIsNotThere(String id) {
        api.admin().get("/v1/applications/" + id).isProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "x", "", "1.5", "00000000001", "999999999999"})
    void refusesLimitsOutOfRange(String limit) {
        api.admin().get("/v1/applications?limit=" + limit).isProblemOf("limit", 400, "invalid_limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "!!",
                "YXBwbGljYXRpb246YXBw", // application:app
                "ZXZlbnQ6ZXZ0XzdaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlo" // event:evt_7ZZ…, another list's
            })
    void refusesCursorsThatItDidNotGiveOut(String cursor) {
        api.admin().get("/v1/applications?after=" + cursor).isProblemOf("after", 400, "invalid_cursor");
    }
}
