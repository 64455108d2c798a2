package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.Source;
import dev.sluice.event.input.Normalizer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QueueIngestHandlerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:111122223333:sluice-source";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:ses";

    private final Rig rig = new Rig();

    @Test
    void whatSnsWrappedIsAnEvent() throws Exception {
        assertThat(handle(message("a", wrapped(Bounces.text(1))))).isEmpty();

        Source source = onlyStored().source();
        assertThat(source.envelope()).isEqualTo("sqs+sns-http");
        assertThat(source.snsMessageId()).isEqualTo("sns-1");
    }

    @Test
    void whatSnsDeliveredRawIsAnEvent() {
        assertThat(handle(message("a", Bounces.text(1)))).isEmpty();

        assertThat(onlyStored().type()).isEqualTo("email.bounced");
        assertThat(onlyStored().source().envelope()).isEqualTo("sqs");
    }

    @Test
    void whatARuleSentOnIsAnEvent() {
        assertThat(handle(message("a", Bounces.onTheBus(1)))).isEmpty();

        assertThat(onlyStored().type()).isEqualTo("email.bounced");
    }

    @Test
    void aFifoQueuesMessageNeedsNoSignature() throws Exception {
        SQSMessage message = message("a", wrapped(Bounces.text(1)));
        message.setAttributes(Map.of(
                "SentTimestamp", "1795284252950", "SequenceNumber", "18849496460467696128", "MessageGroupId", "g"));

        assertThat(handle(message)).isEmpty();

        assertThat(onlyStored().type()).isEqualTo("email.bounced");
    }

    @Test
    void poisonIsKeptAndStopsNobody() {
        assertThat(handle(
                        message("a", Bounces.text(1)),
                        message("b", "{\"eventType\":\"Bounce\",\"mail\":{}}"),
                        message("c", Bounces.text(2))))
                .isEmpty();

        assertThat(rig.stored()).hasSize(2);
        assertThat(rig.queue.take()).hasSize(2);
        assertThat(rig.rejected()).containsExactly("ses_missing_message_id");
    }

    @Test
    void onlyWhatTheTableFailsOnComesAgain() {
        QueueIngestHandler handler =
                new QueueIngestHandler(rig.failingOnceOn(event -> event.data().contains("message-2")));
        SQSMessage[] batch = {
            message("a", Bounces.text(1)),
            message("b", Bounces.text(2)),
            message("c", "not JSON"),
            message("d", Bounces.text(3))
        };

        assertThat(handle(handler, batch)).containsExactly("b");
        assertThat(rig.stored()).hasSize(2);
        assertThat(rig.rejected()).containsExactly("invalid_json");

        assertThat(handle(handler, batch[1])).isEmpty();
        assertThat(rig.stored()).hasSize(3);
        assertThat(rig.queue.take()).hasSize(3);
    }

    @Test
    void whatTheQueueDoesNotTakeComesAgain() {
        rig.queue.refuse(_ -> true);
        assertThat(handle(message("a", Bounces.text(1)))).containsExactly("a");

        rig.queue.refuse(_ -> false);
        assertThat(handle(message("a", Bounces.text(1)))).isEmpty();
        assertThat(rig.queue.take()).hasSize(1);
    }

    @Test
    void whatCannotBeKeptComesAgain() {
        QueueIngestHandler handler = new QueueIngestHandler(rig.failingOnceToKeep());

        assertThat(handle(handler, message("a", "not JSON"), message("b", "not JSON either")))
                .containsExactly("a");
        assertThat(handle(handler, message("a", "not JSON"))).isEmpty();

        assertThat(rig.quarantine.kept()).hasSize(2);
    }

    @Test
    void aMessageThatComesTwiceIsOneEvent() throws Exception {
        handle(message("a", wrapped(Bounces.text(1))), message("a", wrapped(Bounces.text(1))));
        handle(message("a", wrapped(Bounces.text(1))));

        assertThat(rig.stored()).hasSize(1);
        assertThat(rig.queue.take()).hasSize(3);
    }

    static Stream<SQSMessage> rejected() throws Exception {
        SQSMessage bare = new SQSMessage();
        return Stream.of(
                message("a", "not JSON"),
                message("a", ""),
                message("a", "[1,2]"),
                message("a", "{\"hello\":\"wörld ✓\",\"quote\":\"\\\"\"}"),
                message("a", "half a \ud83d surrogate"),
                message("a", wrapped("{\"eventType\":\"Bounce\",\"mail\":{}}")),
                message("a", null),
                bare);
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void whatIsRejectedIsKeptWholeAndIsRejectedAgain(SQSMessage message) throws Exception {
        assertThat(handle(message)).isEmpty();

        RejectedInput kept = rig.quarantine.kept().getFirst();
        assertThat(kept.door()).isEqualTo(Door.SQS);
        assertThat(kept.app()).isEqualTo(rig.app);
        JsonNode node = JSON.readTree(kept.raw()).at("/Records/0");
        assertThat(node.path("messageId").textValue()).isEqualTo(message.getMessageId());
        assertThat(node.path("body").textValue()).isEqualTo(message.getBody());
        assertThat(node.path("eventSourceARN").textValue()).isEqualTo(message.getEventSourceArn());
        assertThat(normalized(kept)).containsExactly(new Outcome.Rejected(kept.reason(), kept.message()));
    }

    static Stream<SQSMessage> sound() throws Exception {
        String undated = Bounces.text(1).replaceAll("\"timestamp\":\"[^\"]*\",", "");
        return Stream.of(
                message("a", wrapped(Bounces.text(1))),
                message("a", Bounces.text(1)),
                message("a", Bounces.onTheBus(1)),
                message("a", undated));
    }

    @ParameterizedTest
    @MethodSource("sound")
    void whatIsKeptThoughItIsSoundIsTheSameEventAgain(SQSMessage message) {
        AppId stranger = Samples.app();
        handle(new QueueIngestHandler(rig.ingest(Owners.always(stranger))), message);

        RejectedInput kept = rig.quarantine.kept().getFirst();
        assertThat(kept.reason()).isEqualTo("unknown_application");
        assertThat(kept.app()).isNull(); // nobody could ask for it under a name that is none

        handle(message);
        assertThat(normalized(kept)).singleElement().isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.event().id()).isEqualTo(onlyStored().id());
            assertThat(accepted.event().data()).isEqualTo(onlyStored().data());
        });
    }

    @Test
    void attributesAreKept() throws Exception {
        SQSMessage message = message("a", "not JSON");
        message.setAttributes(Map.of("SentTimestamp", "1795284252950"));
        MessageAttribute text = new MessageAttribute();
        text.setDataType("String");
        text.setStringValue("ü");
        MessageAttribute binary = new MessageAttribute();
        binary.setDataType("Binary");
        binary.setBinaryValue(ByteBuffer.wrap(new byte[] {1, 2}));
        message.setMessageAttributes(Map.of("text", text, "binary", binary));

        handle(message);

        JsonNode node = JSON.readTree(rig.quarantine.kept().getFirst().raw()).at("/Records/0");
        assertThat(node.at("/attributes/SentTimestamp").textValue()).isEqualTo("1795284252950");
        assertThat(node.path("messageAttributes"))
                .isEqualTo(JSON.readTree("{\"text\":{\"dataType\":\"String\",\"stringValue\":\"ü\"},"
                        + "\"binary\":{\"dataType\":\"Binary\",\"binaryValue\":\"AQI=\"}}"));
    }

    @Test
    void whatAFunctionFailedOnIsTakenWhole() {
        String records = "{\"Records\":[" + Bounces.inAQueue(Bounces.text(1)) + "," + Bounces.inAQueue("not JSON") + ","
                + Bounces.inAQueue(Bounces.text(2)) + "]}";
        String failed =
                "{\"version\":\"1.0\",\"requestContext\":{\"condition\":\"RetriesExhausted\"},\"requestPayload\":"
                        + records + ",\"responsePayload\":{\"errorMessage\":\"put fails\"}}";

        assertThat(handle(message("a", failed))).isEmpty();

        assertThat(rig.storedWith("message-1")).isEqualTo(1);
        assertThat(rig.storedWith("message-2")).isEqualTo(1);
        assertThat(rig.rejected()).containsExactly("invalid_json");
    }

    @Test
    void eachEventOfABatchIsItsOwnersAndKeptAlone() throws Exception {
        AppId one = rig.anotherApplication();
        AppId other = rig.anotherApplication();
        QueueIngestHandler handler = new QueueIngestHandler(
                rig.ingest(claims -> switch (claims.carrier().eventSource()) {
                    case "//one" -> Optional.of(one);
                    case "//other" -> Optional.of(other);
                    case null, default -> Optional.empty();
                }));
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\",\"source\":\"//%s\",\"data\":%s}";
        String bad = event.formatted("other", "{\"eventType\":\"Bounce\"}");

        handle(handler, message("a", "[" + event.formatted("one", Bounces.text(1)) + ",\n" + bad + ",{\"é\":7}]"));

        assertThat(onlyStored().app()).isEqualTo(one);
        assertThat(rig.rejected()).containsExactlyInAnyOrder("ses_missing_message_id", "unsupported_input");
        RejectedInput kept = rig.quarantine.kept().stream()
                .filter(input -> other.equals(input.app()))
                .findFirst()
                .orElseThrow();
        assertThat(JSON.readTree(kept.raw()).at("/Records/0/body").textValue()).isEqualTo(bad);
    }

    @Test
    void whatIsNoEventBelongsToWhomItsTopicOrItsQueueDoes() throws Exception {
        AppId ofTheTopic = rig.anotherApplication();
        AppId ofTheQueue = rig.anotherApplication();
        QueueIngestHandler handler = new QueueIngestHandler(rig.ingest(claims -> {
            if (TOPIC.equals(claims.carrier().topicArn())) {
                return Optional.of(ofTheTopic);
            }
            return QUEUE.equals(claims.carrier().queueArn()) ? Optional.of(ofTheQueue) : Optional.empty();
        }));

        handle(handler, message("a", wrapped("no event")), message("b", "no event"));

        assertThat(rig.quarantine.kept())
                .extracting(RejectedInput::app)
                .containsExactlyInAnyOrder(ofTheTopic, ofTheQueue);
    }

    @Test
    void aRecordThatIsNullIsKept() {
        assertThat(handle((SQSMessage) null)).isEmpty();

        assertThat(rig.rejected()).containsExactly("unsupported_input");
    }

    @Test
    void aRecordThatFailsAndHasNoIdFailsTheBatch() {
        QueueIngestHandler handler = new QueueIngestHandler(rig.failingOnceToKeep());

        assertThat(handle(handler, new SQSMessage())).containsExactly("");
    }

    @Test
    void anEventWithoutRecordsIsToldOf() {
        SQSEvent none = new SQSEvent();
        SQSEvent empty = new SQSEvent();
        empty.setRecords(List.of());

        for (SQSEvent event : Arrays.asList(none, empty, null)) {
            rig.clock.advance(Duration.ofSeconds(1));
            assertThat(handler().handleRequest(event, Rig.CONTEXT).getBatchItemFailures())
                    .isEmpty();
        }

        assertThat(rig.rejected()).hasSize(3).containsOnly("invalid_envelope");
    }

    @Test
    void anEventWithoutRecordsThatCannotBeKeptFails() {
        QueueIngestHandler handler = new QueueIngestHandler(rig.failingOnceToKeep());

        assertThatThrownBy(() -> handler.handleRequest(new SQSEvent(), Rig.CONTEXT))
                .hasMessage("keep fails");
    }

    private QueueIngestHandler handler() {
        return new QueueIngestHandler(rig.ingest());
    }

    private List<String> handle(SQSMessage... messages) {
        return handle(handler(), messages);
    }

    private static List<String> handle(QueueIngestHandler handler, SQSMessage... messages) {
        SQSEvent event = new SQSEvent();
        event.setRecords(new ArrayList<>(Arrays.asList(messages)));
        return handler.handleRequest(event, Rig.CONTEXT).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private Event onlyStored() {
        assertThat(rig.stored()).hasSize(1);
        return rig.stored().getFirst();
    }

    private List<Outcome> normalized(RejectedInput kept) {
        Instant later = rig.clock.instant().plusSeconds(172_800);
        return Normalizer.normalize(kept.raw(), Owners.always(rig.app), later);
    }

    private static SQSMessage message(String id, String body) {
        SQSMessage message = new SQSMessage();
        message.setMessageId(id);
        message.setReceiptHandle("receipt");
        message.setBody(body);
        message.setAttributes(Map.of("SentTimestamp", "1772452799000"));
        message.setMessageAttributes(Map.of());
        message.setEventSource("aws:sqs");
        message.setEventSourceArn(QUEUE);
        return message;
    }

    /** As SNS puts a notification into a queue; one to a FIFO queue has no signature. */
    private static String wrapped(String message) throws Exception {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", "sns-1")
                .put("TopicArn", TOPIC)
                .put("Message", message)
                .put("Timestamp", "2026-03-02T11:59:59.000Z"));
    }
}
