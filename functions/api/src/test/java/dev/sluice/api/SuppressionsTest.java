package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.email.Address;
import dev.sluice.email.Suppression;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SuppressionsTest {

    private static final EventId EVENT = EventId.create(TestApi.START, new Random(3));

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("Acme");

    @Test
    void addsOneByHandThatIsThereWhenAskedAgain() {
        Reply added = tenant.client()
                .post("/v1/suppressions", "{\"email\":\" Ann <Ann@Example.COM> \"}")
                .is(201);

        assertThat(added.text())
                .isEqualTo(
                        "{\"email\":\"ann@example.com\",\"reason\":\"manual\",\"created_at\":\"2026-05-04T03:02:01.123Z\","
                                + "\"updated_at\":\"2026-05-04T03:02:01.123Z\"}");
        api.clock.advance(Duration.ofSeconds(1));
        Reply again = tenant.client()
                .post("/v1/suppressions", "{\"email\":\"ann@example.com\"}")
                .is(200);
        assertThat(again.at("created_at")).isEqualTo("2026-05-04T03:02:01.123Z");
        assertThat(again.at("updated_at")).isEqualTo("2026-05-04T03:02:02.123Z");
        assertThat(tenant.client()
                        .get("/v1/suppressions?email=ANN@example.com")
                        .is(200)
                        .column("email"))
                .containsExactly("ann@example.com");
        assertThat(tenant.client()
                        .get("/v1/suppressions?email=bob@example.com")
                        .is(200)
                        .text())
                .isEqualTo("{\"data\":[],\"next\":null}");
    }

    @Test
    void showsWhatCausedIt() {
        api.stores
                .suppressions()
                .put(
                        tenant.app(),
                        new Suppression(
                                new Address("ann@example.com"),
                                "complained",
                                TestApi.START,
                                TestApi.START,
                                TestApi.START.minusSeconds(9),
                                EVENT,
                                "OnAccountSuppressionList",
                                "abuse",
                                "message-1"));

        assertThat(tenant.client().get("/v1/suppressions").is(200).text())
                .isEqualTo("{\"data\":[{\"email\":\"ann@example.com\",\"reason\":\"complained\","
                        + "\"created_at\":\"2026-05-04T03:02:01.123Z\",\"updated_at\":\"2026-05-04T03:02:01.123Z\",\"event\":\""
                        + EVENT + "\",\"sub_type\":\"OnAccountSuppressionList\",\"feedback_type\":\"abuse\","
                        + "\"message_id\":\"message-1\"}],\"next\":null}");
    }

    @Test
    void removesOneWhichAPersonMayAddAgainInTheSameMillisecond() {
        tenant.client()
                .post("/v1/suppressions", "{\"email\":\"ann@example.com\"}")
                .is(201);

        tenant.client().delete("/v1/suppressions?email=ann@example.com").is(204);

        tenant.client().delete("/v1/suppressions?email=ann@example.com").isProblem(404, "not_found");
        tenant.client()
                .post("/v1/suppressions", "{\"email\":\"ann@example.com\"}")
                .is(201);
        assertThat(tenant.client().get("/v1/suppressions").column("email")).containsExactly("ann@example.com");
    }

    @Test
    void listsThemByPagesInTheOrderOfAddresses() {
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            addresses.add("reader" + i + "@example.com");
        }
        addresses.add("ärger@example.com");
        addresses
                .reversed()
                .forEach(email -> tenant.client()
                        .post("/v1/suppressions", "{\"email\":\"" + email + "\"}")
                        .is(201));

        List<String> read = new ArrayList<>();
        String after = "";
        do {
            Reply page = tenant.client().get("/v1/suppressions?limit=1" + after).is(200);
            read.addAll(page.column("email"));
            after = page.json().path("next").isNull() ? null : "&after=" + page.at("next");
        } while (after != null);

        assertThat(read).isEqualTo(addresses);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                           | email | missing_field",
                "{\"email\":7}                | email | invalid_field",
                "{\"email\":\"ann\"}          | email | invalid_field",
                "{\"email\":\"@example.com\"} | email | invalid_field",
                "{\"reason\":\"bounced\"}     | reason | unknown_field",
            })
    void namesTheFieldThatIsWrong(String body, String field, String reason) {
        tenant.client().post("/v1/suppressions", body).isProblemOf(field, 400, reason);
    }

    @Test
    void namesTheParameterThatIsWrong() {
        tenant.client().get("/v1/suppressions?email=ann").isProblemOf("email", 400, "invalid_field");
        tenant.client().delete("/v1/suppressions?email=ann").isProblemOf("email", 400, "invalid_field");
        tenant.client().delete("/v1/suppressions").isProblemOf("email", 400, "missing_field");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "c3VwcHJlc3Npb246YW5u"}) // suppression:ann
    void refusesCursorsThatItDidNotGiveOut(String cursor) {
        tenant.client().get("/v1/suppressions?after=" + cursor).isProblemOf("after", 400, "invalid_cursor");
    }

    @Test
    void isAnApplicationsOwn() {
        Tenant other = api.tenant("Other");
        tenant.client()
                .post("/v1/suppressions", "{\"email\":\"ann@example.com\"}")
                .is(201);

        assertThat(other.client().get("/v1/suppressions").is(200).column("email"))
                .isEmpty();
        other.client().delete("/v1/suppressions?email=ann@example.com").isProblem(404, "not_found");
        api.admin().get("/v1/suppressions").isProblem(400, "application_required");
        assertThat(api.admin()
                        .get("/v1/suppressions?application=" + tenant.app())
                        .is(200)
                        .column("email"))
                .hasSize(1);
    }
}
