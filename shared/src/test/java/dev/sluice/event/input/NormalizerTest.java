package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Claims;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static final String CUSTOMER = """
            {"id":"evt_1","object":"event","type":"customer.created","created":1772600767,"livemode":true,\
            "data":{"object":{"id":"cus_1","object":"customer"}}}""";

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
                cloudEvent(BOUNCE),
                sqs(cloudEvent(BOUNCE)),
                encoded(BOUNCE.getBytes(UTF_8)),
                sqs(encoded(BOUNCE.getBytes(UTF_8))),
                "[" + cloudEvent(BOUNCE) + "]",
                sqs("[" + cloudEvent(BOUNCE) + "]"),
                failed(lambda(sns(BOUNCE))),
                sqs(failed(lambda(sns(BOUNCE)))),
                sqs(failed(eventBridge(BOUNCE))),
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
        assertEnvelope(cloudEvent(TIMELESS), "cloudevents", null, "2026-03-04T05:06:11.000Z");
        assertEnvelope(encoded(TIMELESS.getBytes(UTF_8)), "cloudevents", null, "2026-03-04T05:06:11.000Z");
        assertEnvelope(sqs(failed(lambda(sns(TIMELESS)))), "sns-lambda", "sns-1", "2026-03-04T05:06:08.001Z");
        assertEnvelope(sqs(failed(eventBridge(TIMELESS))), "eventbridge", null, "2026-03-04T05:06:10.000Z");
        assertEnvelope(sqs(eventBridge(TIMELESS)), "sqs", null, "2026-03-04T05:06:09.002Z");
        assertEnvelope(TIMELESS, "none", null, "2026-11-22T10:00:00.000Z");
    }

    @Test
    void aMessageIdThatNoRowHoldsIsRejected() {
        String endless = sns(BOUNCE).replace("sns-1", "x".repeat(420_000));

        assertThat(normalize(endless))
                .containsExactly(
                        new Outcome.Rejected("invalid_envelope", "MessageId has 420000 characters, not 1 to 200"));
    }

    @Test
    void whatSnsPostedNeedsNoJsonAround() {
        SnsNotification notification = new SnsNotification(
                "sns-1",
                "arn:aws:sns:eu-west-1:111122223333:ses",
                Instant.parse("2026-03-04T05:06:08.001Z"),
                null,
                BOUNCE);
        assertThat(Normalizer.normalizeHttp(notification, Owners.always(APP), NOW))
                .isEqualTo(normalize(sns(BOUNCE)).getFirst());
        assertThat(Normalizer.normalizeHttp(new SnsNotification(null, null, null, null, null), Owners.always(APP), NOW))
                .isEqualTo(new Outcome.Rejected("invalid_envelope", "Message is missing"));
    }

    @Test
    void everyRecordHasItsOwnOutcomeInOrder() {
        String records = "{\"Records\":[" + record(sns(BOUNCE)) + ",{\"eventSource\":\"aws:s3\",\"s3\":{}},"
                + record(sns("hello")) + "," + record(sns(BOUNCE)) + ",7]}";
        List<Outcome> outcomes = normalize(records);
        assertThat(outcomes).hasSize(5);
        assertThat(outcomes.get(0)).isEqualTo(outcomes.get(3)).isInstanceOf(Outcome.Accepted.class);
        assertThat(((Outcome.Rejected) outcomes.get(1)).message())
                .contains("neither from SNS nor from SQS", "eventSource, s3");
        assertThat(((Outcome.Rejected) outcomes.get(2)).reason()).isEqualTo("invalid_json");
        assertThat(((Outcome.Rejected) outcomes.get(4)).reason()).isEqualTo("unsupported_input");
    }

    @Test
    void everyEventOfABatchHasItsOwnOutcomeInOrder() {
        String batch =
                "[" + cloudEvent(BOUNCE) + ",7," + cloudEvent("{}") + "," + encoded(CUSTOMER.getBytes(UTF_8)) + "]";
        for (String input : List.of(batch, sqs(batch))) {
            List<Outcome> outcomes = normalize(input);
            assertThat(outcomes).hasSize(4);
            assertThat(((Outcome.Accepted) outcomes.get(0)).event().type()).isEqualTo("email.bounced");
            assertThat(((Outcome.Rejected) outcomes.get(1)).message()).isEqualTo("no shape that is known: a number");
            assertThat(((Outcome.Rejected) outcomes.get(2)).message()).contains("data has no shape that is known");
            assertThat(((Outcome.Accepted) outcomes.get(3)).event().type()).isEqualTo("stripe.customer.created");
        }
    }

    @Test
    void aBatchOfMoreEventsThanAFunctionHasTimeForIsOneRejection() {
        String one = "{\"specversion\":\"1.0\"}";
        String most = "[" + (one + ",").repeat(Normalizer.MOST_IN_A_BATCH - 1) + one + "]";

        assertThat(normalize(most)).hasSize(Normalizer.MOST_IN_A_BATCH);
        assertThat(normalize(most.replaceFirst("\\[", "[1,")))
                .containsExactly(new Outcome.Rejected("invalid_envelope", "the list has 501 events, not 1 to 500"));
    }

    @Test
    void whatAFunctionFailedOnHasTheOutcomesThatItWouldHaveHad() {
        String records = "{\"Records\":[" + record(sns(BOUNCE)) + "," + record(sns("hello")) + ","
                + record(sns(CUSTOMER)) + "]}";

        assertThat(normalize(failed(records))).isEqualTo(normalize(records)).hasSize(3);
        assertThat(normalize(sqs(failed(records)))).isEqualTo(normalize(records));
        assertThat(normalize(sqs(failed(eventBridge("{}"))))).isEqualTo(normalize(eventBridge("{}")));
        assertThat(normalize(sqs(failed("[" + cloudEvent(BOUNCE) + "]")))).isEqualTo(normalize(cloudEvent(BOUNCE)));
    }

    @Test
    void whateverWayAnEventOfStripesArrivesItIsTheSame() {
        Event bare = accepted(CUSTOMER);
        Map.of(
                        sns(CUSTOMER), "sns-http",
                        lambda(sns(CUSTOMER)), "sns-lambda",
                        sqs(CUSTOMER), "sqs",
                        sqs(sns(CUSTOMER)), "sqs+sns-http",
                        eventBridge(CUSTOMER), "eventbridge",
                        sqs(eventBridge(CUSTOMER)), "sqs",
                        lambda(sns(eventBridge(CUSTOMER))), "sns-lambda",
                        cloudEvent(CUSTOMER), "cloudevents")
                .forEach((input, envelope) -> {
                    Event event = accepted(input);
                    assertThat(event.id()).isEqualTo(bare.id());
                    assertThat(event.data()).isEqualTo(bare.data());
                    assertThat(event.createdAt()).isEqualTo(bare.createdAt());
                    assertThat(event.source().envelope()).isEqualTo(envelope);
                });
    }

    @Test
    void whatStripePostsBelongsToTheApplicationItWasPostedTo() {
        assertThat(stripe(CUSTOMER)).isEqualTo(normalize(CUSTOMER).getFirst());
        assertThat(((Outcome.Accepted) stripe(CUSTOMER)).event().app()).isEqualTo(APP);
        assertThat(stripe(" ")).isEqualTo(new Outcome.Rejected("empty_input", "the body is empty"));
        assertThat(stripe("{"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo("invalid_json"));
        assertThat(stripe(CUSTOMER.replace("\"created\"", "\"createt\"")))
                .isEqualTo(new Outcome.Rejected("stripe_missing_field", "created is missing"));
    }

    /** A Stripe address takes Stripe's events and nothing else: its secret vouches for nothing but what Stripe signs. */
    @Test
    void aStripeAddressOpensNoEnvelope() {
        for (String body : List.of(BOUNCE, sns(CUSTOMER), eventBridge(CUSTOMER), "[" + CUSTOMER + "]", "7")) {
            assertThat(stripe(body))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.reason()).isEqualTo("unsupported_input"));
        }
    }

    @Test
    void anOwnerIsAskedForByEveryNameOfWhatCarriedTheEvent() {
        List<Claims.Carrier> carriers = new ArrayList<>();
        Owners owners = claims -> {
            carriers.add(claims.carrier());
            return Optional.of(APP);
        };
        for (String input : List.of(
                eventBridge(CUSTOMER),
                cloudEvent(CUSTOMER),
                lambda(sns(eventBridge(BOUNCE))),
                sqs(sns(BOUNCE)),
                sqs(failed(eventBridge(CUSTOMER))))) {
            Normalizer.normalize(input.getBytes(UTF_8), owners, NOW);
        }
        assertThat(carriers)
                .containsExactly(
                        new Claims.Carrier(null, null, "aws.ses"),
                        new Claims.Carrier(null, null, "/providers/stripe/ed_1"),
                        new Claims.Carrier("arn:aws:sns:eu-west-1:111122223333:ses", null, "aws.ses"),
                        new Claims.Carrier(
                                "arn:aws:sns:eu-west-1:111122223333:ses",
                                "arn:aws:sqs:eu-west-1:111122223333:ses",
                                null),
                        new Claims.Carrier(null, null, "aws.ses"));
    }

    @Test
    void mailThatCameInIsNoEventOfMailThatWasSent() {
        String inbound =
                "{\"eventSource\":\"aws:ses\",\"eventVersion\":\"1.0\",\"ses\":{\"mail\":{\"messageId\":\"m\"},\"receipt\":{}}}";
        assertThat(normalize("{\"Records\":[" + inbound + "," + inbound + "]}"))
                .containsExactly(
                        ControlReason.SES_INBOUND_UNSUPPORTED.outcome(),
                        ControlReason.SES_INBOUND_UNSUPPORTED.outcome());
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
            {"object":"events","id":"evt_1","type":"a.b"}    ; unsupported_input ; an object with object, id, type
            {"object":"event","id":"evt_1","type":"a.b"}     ; stripe_missing_field ; created is missing
            {"specversion":"1.0","data":{}}                  ; unsupported_input ; data has no shape that is known: an empty object
            {"specversion":"1.0","data":"{}"}                ; unsupported_input ; data has no shape that is known: text
            {"specversion":"0.3","data":{}}                  ; invalid_envelope  ; specversion is 0.3, not 1.0
            {"specversion":1,"data":{}}                      ; invalid_envelope  ; specversion is a number, not text
            {"specversion":"1.0","data_base64":"e30="}       ; unsupported_input ; data_base64 has no shape that is known: an empty object
            {"specversion":"1.0","data_base64":"{}"}         ; invalid_envelope  ; data_base64 is not base64
            {"specversion":"1.0","data_base64":7}            ; invalid_envelope  ; data_base64 is a number, not text
            {"specversion":"1.0","data_base64":"e30=","data":{}} ; invalid_envelope ; data and data_base64 are both there
            {"specversion":"1.0","data_base64":""}           ; empty_input       ; data_base64 is empty
            {"specversion":"1.0","data_base64":"aGk="}       ; invalid_json      ; data_base64 is not usable JSON
            {"specversion":"1.0","data_base64":null,"data":{}} ; unsupported_input ; data has no shape that is known
            {"specversion":"1.0","data_base64":null}         ; unsupported_input ; an object with specversion, data_base64
            [[],7]                                           ; unsupported_input ; a list
            {"requestContext":{},"requestPayload":null}      ; invalid_envelope  ; requestPayload is null, not an object
            {"requestContext":{},"requestPayload":{}}        ; unsupported_input ; an empty object
            {"requestPayload":{}}                            ; unsupported_input ; an object with requestPayload
            {"specversion":"1.0","id":"1"}                   ; unsupported_input ; an object with specversion, id
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
            {"detail-type":"x","detail":{"object":"order"}}  ; unsupported_input ; detail has no shape that is known: an object with object
            {"detail-type":"x","detail":{"object":"event"}}  ; stripe_missing_field ; id is missing
            {"detail-type":"x","detail":{"specversion":"1.0","data":{}}} ; unsupported_input ; detail has no shape that is known
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
        record.put("eventSourceARN", "arn:aws:sqs:eu-west-1:111122223333:ses");
        record.putObject("attributes").put("SentTimestamp", "1772600769002");
        return "{\"Records\":[" + record + "]}";
    }

    private static String eventBridge(String detail) {
        return "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"time\":\"2026-03-04T05:06:10Z\",\"detail\":"
                + detail + "}";
    }

    private static String cloudEvent(String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"c-1\",\"type\":\"a.b\",\"source\":\"/providers/stripe/ed_1\",\"time\":\"2026-03-04T05:06:11Z\",\"data\":"
                + data + "}";
    }

    private static String encoded(byte[] data) {
        return cloudEvent("null")
                .replace(
                        "\"data\":null",
                        "\"data_base64\":\"" + Base64.getEncoder().encodeToString(data) + "\"");
    }

    /** As Lambda writes it for the destination of failures. */
    private static String failed(String payload) {
        return "{\"version\":\"1.0\",\"timestamp\":\"2026-03-04T09:00:00.123Z\",\"requestContext\":{\"requestId\":\"r-1\","
                + "\"functionArn\":\"arn:aws:lambda:eu-west-1:111122223333:function:ingest:$LATEST\","
                + "\"condition\":\"RetriesExhausted\",\"approximateInvokeCount\":3},\"requestPayload\":" + payload
                + ",\"responseContext\":{\"statusCode\":200,\"executedVersion\":\"$LATEST\",\"functionError\":\"Unhandled\"},"
                + "\"responsePayload\":{\"errorMessage\":\"put fails\",\"errorType\":\"java.lang.IllegalStateException\"}}";
    }

    private static Outcome stripe(String body) {
        return Normalizer.normalizeStripe(body.getBytes(UTF_8), APP, NOW);
    }

    private static Event accepted(String input) {
        return ((Outcome.Accepted) normalize(input).getFirst()).event();
    }

    private static List<Outcome> normalize(String input) {
        return Normalizer.normalize(input.getBytes(UTF_8), Owners.always(APP), NOW);
    }
}
