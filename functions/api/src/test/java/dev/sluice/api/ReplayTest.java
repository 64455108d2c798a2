package dev.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.TestApi.Tenant;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.RejectionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReplayTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:ses";

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("Acme");

    @Test
    void whatNowHasAnOwnerIsItsEventAndTheRowIsGone() {
        RejectionId id = keep(null, Door.SNS, "no_application", record(bounce()));
        api.admin().post("/v1/quarantine/" + id + "/replay", "").isProblem(409, "still_rejected");
        own("topic", TOPIC);
        api.clock.advance(Duration.ofDays(2));

        Reply replayed =
                api.admin().post("/v1/quarantine/" + id + "/replay", "").is(200);

        AcceptedEvent stored = api.stores.events().list(tenant.app(), null, 10).getFirst();
        assertThat(replayed.text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"accepted\",\"event\":\""
                        + stored.event().id() + "\",\"type\":\"email.bounced\",\"duplicate\":false}]}");
        assertThat(stored.acceptedAt()).isEqualTo(TestApi.START.plus(Duration.ofDays(2)));
        assertThat(api.admin().get("/v1/quarantine").column("id")).isEmpty();
        assertThat(api.stores.suppressions().list(tenant.app(), null, 10)).hasSize(1);
        api.admin().post("/v1/quarantine/" + id + "/replay", "").isProblem(404, "not_found");
    }

    @Test
    void aRuleIsFollowedAtOnceThoughInputsHaveAMinute() {
        RejectionId id = keep(null, Door.SNS, "no_application", record(bounce()));
        api.admin().post("/v1/quarantine/" + id + "/replay", "").isProblem(409, "still_rejected");

        own("topic", TOPIC);

        api.admin().post("/v1/quarantine/" + id + "/replay", "").is(200);
    }

    @Test
    void anInputWithoutATimeOfItsOwnKeepsThatOfItsFirstReceipt() {
        own("topic", TOPIC);
        String undated = record(bounce().replaceAll("\\\\\"timestamp\\\\\":\\\\\"[^\\\\]*\\\\\",", ""))
                .replaceAll("\"Timestamp\":\"[^\"]*\",", "");
        RejectionId first = keep(null, Door.SNS, "no_application", undated);
        api.clock.advance(Duration.ofHours(1));
        api.admin().post("/v1/quarantine/" + first + "/replay", "").is(200);
        api.clock.advance(Duration.ofDays(2));
        RejectionId again = keep(null, Door.SNS, "no_application", undated);

        Reply replayed =
                api.admin().post("/v1/quarantine/" + again + "/replay", "").is(200);

        assertThat(replayed.column("outcomes", "duplicate")).containsExactly("true");
        assertThat(api.stores.events().list(tenant.app(), null, 10))
                .singleElement()
                .satisfies(stored -> assertThat(stored.event().createdAt()).isEqualTo(TestApi.START));
    }

    @Test
    void whatIsRejectedStillStaysWithItsNewReason() {
        RejectionId id = keep(tenant.app(), Door.SNS, "invalid_json", record("{\\\"eventType\\\":\\\"Bounce\\\"}"));
        own("topic", TOPIC);

        Reply refused =
                tenant.client().post("/v1/quarantine/" + id + "/replay", "").isProblem(409, "still_rejected");

        assertThat(refused.at("detail_reason")).startsWith("ses_missing");
        Reply row = tenant.client().get("/v1/quarantine/" + id).is(200);
        assertThat(row.at("reason")).isEqualTo(refused.at("detail_reason"));
        assertThat(row.at("message")).isEqualTo(refused.at("detail"));
        assertThat(api.stores.events().all()).isEmpty();
        assertThat(api.stores.quarantine().kept()).hasSize(1);
    }

    @Test
    void whatIsStoredAlreadyIsADuplicate() {
        own("topic", TOPIC);
        RejectionId first = keep(null, Door.SNS, "no_application", record(bounce()));
        RejectionId second = keep(tenant.app(), Door.SNS_HTTP, "no_application", record(bounce()));
        api.admin().post("/v1/quarantine/" + first + "/replay", "").is(200);

        // As after a crash between the event and the row.
        Reply replayed =
                tenant.client().post("/v1/quarantine/" + second + "/replay", "").is(200);

        assertThat(replayed.column("outcomes", "duplicate")).containsExactly("true");
        assertThat(api.stores.events().all()).hasSize(1);
    }

    @Test
    void aControlMessageIsDoneWith() {
        RejectionId id = keep(
                tenant.app(),
                Door.SNS,
                "invalid_json",
                record("Successfully validated SNS topic for Amazon SES event publishing."));

        assertThat(tenant.client()
                        .post("/v1/quarantine/" + id + "/replay", "")
                        .is(200)
                        .text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"control\",\"reason\":\"ses_topic_validated\"}]}");
        assertThat(api.stores.quarantine().kept()).isEmpty();
    }

    @Test
    void aCollisionStaysInQuarantine() {
        own("topic", TOPIC);
        RejectionId id = keep(null, Door.SNS, "no_application", record(bounce()));
        api.admin().post("/v1/quarantine/" + id + "/replay", "").is(200);
        Event stored = api.stores.events().all().getFirst().event();
        TestApi other = new TestApi();
        Tenant twin = other.tenant("Acme");
        EventId same = EventId.of(twin.app(), "ses", "message-1|Bounce|feedback-1", stored.createdAt(), TestApi.START);
        other.stores
                .events()
                .put(
                        new Event(same, twin.app(), "a.b", stored.createdAt(), stored.source(), "{}"),
                        TestApi.START,
                        java.util.List.of());
        other.admin()
                .post(
                        "/v1/owners",
                        "{\"kind\":\"topic\",\"value\":\"" + TOPIC + "\",\"application\":\"" + twin.app() + "\"}")
                .is(201);
        RejectionId colliding = other.stores
                .quarantine()
                .keep(new RejectedInput(
                        twin.app(),
                        Door.SNS,
                        Map.of(),
                        "invalid_json",
                        "no",
                        record(bounce()).getBytes(StandardCharsets.UTF_8),
                        TestApi.START));

        Reply refused = twin.client()
                .post("/v1/quarantine/" + colliding + "/replay", "")
                .isProblem(409, "still_rejected");

        assertThat(refused.at("detail_reason")).isEqualTo("id_collision");
        assertThat(other.stores.quarantine().kept()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Door.class,
            names = {"SNS", "SQS", "EVENTBRIDGE", "SNS_HTTP"})
    void everyDoorOfTheNormalizersIsTriedAgain(Door door) {
        own("identity", "harbourbooks.example");
        String raw = switch (door) {
            case SQS ->
                "{\"Records\":[{\"eventSourceARN\":\"arn:aws:sqs:eu-west-1:1:q\",\"body\":\"" + bounce() + "\"}]}";
            case EVENTBRIDGE ->
                "{\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"detail\":" + bounce().replace("\\\"", "\"")
                        + "}";
            default -> record(bounce());
        };

        RejectionId id = keep(null, door, "no_application", raw);

        api.admin().post("/v1/quarantine/" + id + "/replay", "").is(200);
        assertThat(api.stores.events().list(tenant.app(), null, 10)).hasSize(1);
    }

    @Test
    void aSourcesInputIsReadByItsSettingsAndTheHeadersThatWereKept() {
        String source = tenant.client()
                .post(
                        "/v1/sources",
                        "{\"name\":\"GitHub\",\"kind\":\"hmac\",\"secret\":\"0123456789abcdef0123456789abcdef\","
                                + "\"preset\":\"github\"}")
                .is(201)
                .at("id");
        Map<String, String> context = Map.of("source", source, "x-github-event", "issues", "x-github-delivery", "d-1");
        RejectionId id = keep(context, "{\"action\":\"opened\"}");

        Reply replayed =
                tenant.client().post("/v1/quarantine/" + id + "/replay", "").is(200);

        assertThat(replayed.column("outcomes", "type")).containsExactly("github.issues");
        RejectionId orphan = keep(context, "{\"action\":\"closed\"}");
        tenant.client().delete("/v1/sources/" + source).is(204);
        assertThat(tenant.client()
                        .post("/v1/quarantine/" + orphan + "/replay", "")
                        .isProblem(409, "still_rejected")
                        .at("detail"))
                .contains("source is gone");
    }

    private RejectionId keep(Map<String, String> context, String raw) {
        return api.stores
                .quarantine()
                .keep(new RejectedInput(
                        tenant.app(),
                        Door.SOURCE,
                        context,
                        "webhook_missing_type",
                        "no",
                        raw.getBytes(StandardCharsets.UTF_8),
                        TestApi.START));
    }

    private void own(String kind, String value) {
        api.admin()
                .post(
                        "/v1/owners",
                        "{\"kind\":\"" + kind + "\",\"value\":\"" + value + "\",\"application\":\"" + tenant.app()
                                + "\"}")
                .is(201);
    }

    private RejectionId keep(@Nullable AppId app, Door door, String reason, String raw) {
        return api.stores
                .quarantine()
                .keep(new RejectedInput(
                        app, door, Map.of(), reason, "no", raw.getBytes(StandardCharsets.UTF_8), TestApi.START));
    }

    /** A bounce as it stands in a JSON text. */
    private static String bounce() {
        return """
                {"eventType":"Bounce","bounce":{"feedbackId":"feedback-1","bounceType":"Permanent","bounceSubType":"General",
                "timestamp":"2026-05-04T03:00:00.000Z","bouncedRecipients":[{"emailAddress":"reader@mailhost.example"}]},
                "mail":{"timestamp":"2026-05-04T02:59:59.000Z","source":"orders@harbourbooks.example","messageId":"message-1",
                "destination":["reader@mailhost.example"]}}
                """.replace("\n", "").replace("\"", "\\\"");
    }

    private static String record(String message) {
        return "{\"Records\":[{\"EventSource\":\"aws:sns\",\"Sns\":{\"Type\":\"Notification\",\"MessageId\":\"m-1\","
                + "\"TopicArn\":\"" + TOPIC + "\",\"Timestamp\":\"2026-05-04T03:01:00.000Z\",\"Message\":\"" + message
                + "\"}}]}";
    }
}
