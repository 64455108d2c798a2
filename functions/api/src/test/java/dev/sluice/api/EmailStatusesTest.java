package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailStatusesTest {

    private static final EventId EVENT = EventId.create(TestApi.START, new Random(3));
    private static final String EMAIL = "7d0f1c1e-7a5b-4f0e-9f0a-0c0d0e0f0a0b";

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("Acme");

    @Test
    void tellsHowFarAMailHasGot() {
        report("mail-1", EMAIL, EmailState.BOUNCED, 5);
        report("mail-1", EMAIL, EmailState.DELIVERED, 2);

        assertThat(tenant.client().get("/v1/emails/mail-1/status").is(200).text())
                .isEqualTo("{\"data\":[{\"message_id\":\"mail-1\",\"email_id\":\"" + EMAIL
                        + "\",\"state\":\"bounced\",\"reports\":["
                        + "{\"state\":\"delivered\",\"at\":\"2026-05-04T03:02:03.123Z\",\"event\":\"" + EVENT + "\"},"
                        + "{\"state\":\"bounced\",\"at\":\"2026-05-04T03:02:06.123Z\",\"event\":\"" + EVENT
                        + "\"}]}],\"next\":null}");
    }

    @Test
    void tellsOfAllMailsOfAnEmail() {
        report("mail-2", EMAIL, EmailState.SENT, 1);
        report("mail-1", EMAIL, EmailState.OPENED, 1);
        report("mail-3", null, EmailState.SENT, 1);

        Reply found = tenant.client().get("/v1/emails/" + EMAIL + "/status").is(200);

        assertThat(found.column("message_id")).containsExactly("mail-1", "mail-2");
        assertThat(found.column("state")).containsExactly("opened", "sent");
        assertThat(tenant.client()
                        .get("/v1/emails/mail-3/status")
                        .json()
                        .path("data")
                        .get(0)
                        .has("email_id"))
                .isFalse();
    }

    @Test
    void aMailOfWhichNoStateIsKnownHasNone() {
        api.stores.emailStatuses().add(tenant.app(), new Effect.Mention("mail-1", EMAIL), TestApi.START);

        assertThat(tenant.client()
                        .get("/v1/emails/" + EMAIL + "/status")
                        .is(200)
                        .text())
                .isEqualTo("{\"data\":[{\"message_id\":\"mail-1\",\"email_id\":\"" + EMAIL
                        + "\",\"state\":null,\"reports\":[]}],\"next\":null}");
    }

    @Test
    void takesAnIdAsItIsWrittenAndPercentEncoded() {
        report("a+b=<100%>@x", null, EmailState.SENT, 1);

        assertThat(tenant.client()
                        .get("/v1/emails/a%2Bb%3D%3C100%25%3E@x/status")
                        .is(200)
                        .column("message_id"))
                .containsExactly("a+b=<100%>@x");
        assertThat(api.handle(TestApi.event(
                                "GET",
                                "/v1/emails/a+b=<100%>@x/status",
                                java.util.Map.of("authorization", "Bearer " + tenant.key()),
                                null))
                        .is(200)
                        .column("state"))
                .containsExactly("sent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail-9", "%", "%zz", "%00", "7d0f1c1e-7a5b-4f0e-9f0a-0c0d0e0f0a0c"})
    void doesNotFindWhatIsNotThere(String id) {
        tenant.client().get("/v1/emails/" + id + "/status").isProblem(404, "not_found");
    }

    @Test
    void doesNotFindWhatIsLongerThanAnyIdOrAnotherApplications() {
        report("mail-1", EMAIL, EmailState.SENT, 1);

        tenant.client().get("/v1/emails/" + "x".repeat(3_000) + "/status").isProblem(404, "not_found");
        api.tenant("Other").client().get("/v1/emails/mail-1/status").isProblem(404, "not_found");
        api.tenant("Other").client().get("/v1/emails/" + EMAIL + "/status").isProblem(404, "not_found");
    }

    private void report(String mail, String email, EmailState state, int seconds) {
        api.stores
                .emailStatuses()
                .add(
                        tenant.app(),
                        new Effect.Report(mail, email, state, TestApi.START.plusSeconds(seconds)),
                        EVENT,
                        TestApi.START);
    }
}
