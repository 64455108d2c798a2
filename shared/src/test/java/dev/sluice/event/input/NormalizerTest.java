package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.AppId;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final String BOUNCE = """
            {"eventType":"Bounce","mail":{"messageId":"m-1","timestamp":"2026-03-04T05:06:01Z","destination":["a@example.net"]},\
            "bounce":{"bounceType":"Permanent","feedbackId":"f-1","timestamp":"2026-03-04T05:06:07.891Z"}}""";

    /** The same without any time of its own. */
    private static final String TIMELESS = """
            {"notificationType":"Bounce","mail":{"messageId":"m-1"},"bounce":{"feedbackId":"f-1"}}""";

    @Test
    void aDocumentComesAsItIs() {
        Event event = accepted(BOUNCE);
        assertThat(event.source().envelope()).isEqualTo("none");
        assertThat(event.source().snsMessageId()).isNull();
        assertThat(event.app()).isEqualTo(APP);
    }

    @Test
    void everyWayOfArrivingGivesTheSameEvent() {
        Event bare = accepted(BOUNCE);
        for (String input : List.of(
                sns(BOUNCE),
                lambda(sns(BOUNCE + "\n")),
                sqs(sns(BOUNCE)),
                sqs(BOUNCE),
                eventBridge(BOUNCE),
                lambda(sns(eventBridge(BOUNCE))))) {
            Event event = accepted(input);
            assertThat(event.id()).isEqualTo(bare.id());
            assertThat(event.data()).isEqualTo(bare.data());
            assertThat(event.createdAt()).isEqualTo(bare.createdAt());
            assertThat(event.source().key()).isEqualTo(bare.source().key());
        }
    }

    @Test
    void theEnvelopeIsNamedAndItsTimeTakenWhereThereIsNoOther() {
        assertEnvelope(sns(TIMELESS), "sns-http", "sns-1", "2026-03-04T05:06:08.001Z");
        assertEnvelope(lambda(sns(TIMELESS)), "sns-lambda", "sns-1", "2026-03-04T05:06:08.001Z");
        assertEnvelope(sqs(sns(TIMELESS)), "sqs+sns-http", "sns-1", "2026-03-04T05:06:08.001Z");
        assertEnvelope(sqs(TIMELESS), "sqs", null, "2026-03-04T05:06:09.002Z");
        assertEnvelope(eventBridge(TIMELESS), "eventbridge", null, "2026-03-04T05:06:10.000Z");
        assertEnvelope(sqs(eventBridge(TIMELESS)), "sqs", null, "2026-03-04T05:06:09.002Z");
        assertEnvelope(TIMELESS, "none", null, "2026-11-22T10:00:00.000Z");
    }

    @Test
    void whatLambdaGotFromSnsNeedsNoJsonAround() {
        SnsNotification notification = new SnsNotification(
                "sns-1",
                "arn:aws:sns:eu-west-1:111122223333:ses",
                Instant.parse("2026-03-04T05:06:08.001Z"),
                null,
                BOUNCE);
        assertThat(Normalizer.normalize(notification, Owners.always(APP), NOW))
                .isEqualTo(normalize(lambda(sns(BOUNCE))).getFirst());
        assertThat(Normalizer.normalize(new SnsNotification(null, null, null, null, null), Owners.always(APP), NOW))
                .isEqualTo(new Outcome.Rejected("invalid_envelope", "Message is missing"));
    }

    @Test
    void everyRecordHasItsOwnOutcomeInOrder() {
        String records = "{\"Records\":[" + record(sns(BOUNCE)) + ",{\"eventSource\":\"aws:ses\",\"ses\":{}},"
                + record(sns("hello")) + "," + record(sns(BOUNCE)) + ",7]}";
        List<Outcome> outcomes = normalize(records);
        assertThat(outcomes).hasSize(5);
        assertThat(outcomes.get(0)).isEqualTo(outcomes.get(3)).isInstanceOf(Outcome.Accepted.class);
        assertThat(((Outcome.Rejected) outcomes.get(1)).message())
                .contains("neither from SNS nor from SQS", "eventSource, ses");
        assertThat(((Outcome.Rejected) outcomes.get(2)).reason()).isEqualTo("invalid_json");
        assertThat(((Outcome.Rejected) outcomes.get(4)).reason()).isEqualTo("unsupported_input");
    }

    @Test
    void controlMessagesAreNoEvents() {
        assertThat(
                        normalize(
                                "{\"Type\":\"SubscriptionConfirmation\",\"MessageId\":\"1\",\"Token\":\"t\",\"Message\":\"You have chosen\"}"))
                .containsExactly(ControlReason.SNS_SUBSCRIPTION_CONFIRMATION.outcome());
        assertThat(
                        normalize(
                                "{\"Type\":\"UnsubscribeConfirmation\",\"MessageId\":\"1\",\"Token\":\"t\",\"Message\":\"You have chosen\"}"))
                .containsExactly(ControlReason.SNS_UNSUBSCRIBE_CONFIRMATION.outcome());
        String test = "Successfully validated SNS topic for Amazon SES event publishing.";
        for (String input : List.of(sns(test), lambda(sns(test)), sqs(sns(test)), sqs(test))) {
            assertThat(normalize(input)).containsExactly(ControlReason.SES_TOPIC_VALIDATED.outcome());
        }
        String succeeded = "{\"notificationType\":\"AmazonSnsSubscriptionSucceeded\",\"message\":\"You have\"}\n";
        assertThat(normalize(sns(succeeded))).containsExactly(ControlReason.SES_SUBSCRIPTION_SUCCEEDED.outcome());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``                                               ; empty_input       ; the input is empty
            {                                                ; invalid_json      ; the input is not usable JSON
            Hello                                            ; invalid_json      ; the input is not usable JSON
            []                                               ; unsupported_input ; a list
            {}                                               ; unsupported_input ; an empty object
            null                                             ; unsupported_input ; null
            "{}"                                             ; unsupported_input ; text
            42                                               ; unsupported_input ; a number
            {"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7}      ; unsupported_input ; an object with a, b, c, d, e, f, …
            {"object":"event","id":"evt_1","type":"a.b"}     ; unsupported_input ; an object with object, id, type
            {"specversion":"1.0","data":{}}                  ; unsupported_input ; an object with specversion, data
            {"Records":[]}                                   ; invalid_envelope  ; Records is an empty list
            {"Records":{}}                                   ; invalid_envelope  ; Records is an object, not a list
            {"Records":[{"Sns":5}]}                          ; invalid_envelope  ; Sns is a number, not an object
            {"Records":[{"Sns":{}}]}                         ; invalid_envelope  ; Message is missing
            {"Records":[{"Sns":{"Message":{}}}]}             ; invalid_envelope  ; Message is an object, not text
            {"Records":[{"Sns":{"Message":""}}]}             ; empty_input       ; Message is empty
            {"Records":[{"Sns":{"MessageId":"i","Message":"{"}}]} ; invalid_json ; Message is not usable JSON (SNS message i)
            {"Records":[{"Sns":{"Message":"[1]"}}]}          ; unsupported_input ; a list
            {"Records":[{"body":null}]}                      ; invalid_envelope  ; body is null, not text
            {"Records":[{"body":" "}]}                       ; empty_input       ; body is empty
            {"Records":[{"body":"hi"}]}                      ; invalid_json      ; body is not usable JSON
            {"Records":[{"body":"{\\"Records\\":[]}"}]}      ; unsupported_input ; an object with Records
            {"Type":"Notification","MessageId":"i"}          ; invalid_envelope  ; Message is missing
            {"Type":"Bulletin","Message":"{}"}               ; invalid_envelope  ; Type is Bulletin, which SNS does not send
            {"detail-type":"x","detail":"{}"}                ; unsupported_input ; detail has no shape that is known: text
            {"detail-type":"x","detail":{"object":"event"}}  ; unsupported_input ; detail has no shape that is known: an object with object
            """)
    void whatIsWrongIsNamed(String input, String reason, String message) {
        List<Outcome> outcomes = normalize(input == null ? "" : input);
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected) outcomes.getFirst()).reason()).isEqualTo(reason);
        assertThat(((Outcome.Rejected) outcomes.getFirst()).message()).contains(message);
    }

    private static void assertEnvelope(String input, String envelope, String snsMessageId, String createdAt) {
        Event event = accepted(input);
        assertThat(event.source().envelope()).isEqualTo(envelope);
        assertThat(event.source().snsMessageId()).isEqualTo(snsMessageId);
        assertThat(event.createdAt()).isEqualTo(Instant.parse(createdAt));
    }

    private static String sns(String message) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("Type", "Notification")
                .put("MessageId", "sns-1")
                .put("TopicArn", "arn:aws:sns:eu-west-1:111122223333:ses");
        envelope.put("Message", message).put("Timestamp", "2026-03-04T05:06:08.001Z");
        return envelope.toString();
    }

    private static String record(String sns) {
        return "{\"EventSource\":\"aws:sns\",\"EventVersion\":\"1.0\",\"Sns\":" + sns + "}";
    }

    private static String lambda(String sns) {
        return "{\"Records\":[" + record(sns) + "]}";
    }

    private static String sqs(String body) {
        ObjectNode record = JSON.createObjectNode();
        record.put("messageId", "sqs-1").put("body", body).put("eventSource", "aws:sqs");
        record.putObject("attributes").put("SentTimestamp", "1772600769002");
        return "{\"Records\":[" + record + "]}";
    }

    private static String eventBridge(String detail) {
        return "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"time\":\"2026-03-04T05:06:10Z\",\"detail\":"
                + detail + "}";
    }

    private static Event accepted(String input) {
        return ((Outcome.Accepted) normalize(input).getFirst()).event();
    }

    private static List<Outcome> normalize(String input) {
        return Normalizer.normalize(input.getBytes(UTF_8), Owners.always(APP), NOW);
    }
}
