package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Arrival;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Envelope;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import dev.sluice.event.ses.SesParser;
import dev.sluice.event.stripe.StripeParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes an input out of its envelopes and has what is inside made an event. A pure function of its arguments that throws for no input;
 * whose an input is, its owners say.
 */
public final class Normalizer {

    /** The event source of a record with which a receipt rule of SES hands over a mail that came in. */
    private static final String SES_INBOUND = "aws:ses";

    /** SNS's are UUIDs of 36; it is kept on the event's row, which holds 400 KB. */
    private static final int LONGEST_MESSAGE_ID = 200;

    /** Events of one list. Each is stored and sent on its own, which has to be done in a function's time of 30 s. */
    static final int MOST_IN_A_BATCH = 500;

    /** What an envelope of any kind has, and no document inside one. */
    private static final Set<String> ENVELOPES =
            Set.of("Records", FailedInvocation.PAYLOAD, "Type", Documents.DETAIL_TYPE, Documents.VERSION);

    private Normalizer() {}

    /**
     * Everything that one input holds, at least one outcome, in the input's order.
     *
     * @param input the bytes as they came: a document, an envelope around one, or a Lambda event with records
     * @param now the time of receipt; part of an event only where the input has no time at all
     */
    public static List<Outcome> normalize(byte[] input, Owners owners, Instant now) {
        Arrival arrival = Arrival.bare(owners, now);
        Outcome usual = SesParser.parseUsual(input, ENVELOPES, arrival);
        return usual == null ? read(input, arrival) : List.of(usual);
    }

    private static List<Outcome> read(byte[] input, Arrival arrival) {
        return switch (Json.parse(input)) {
            case Json.Parsed.Empty() -> List.of(RejectionReason.EMPTY_INPUT.because("the input is empty"));
            case Json.Parsed.Malformed(String problem) ->
                List.of(RejectionReason.INVALID_JSON.because("the input is not usable JSON: " + problem));
            case Json.Parsed.Document(JsonNode root) -> invocation(root, arrival);
        };
    }

    /** The outcome of a notification that SNS posted over HTTP. */
    public static Outcome normalizeHttp(SnsNotification notification, Owners owners, Instant now) {
        return notification(notification, Envelope.SNS_HTTP, Arrival.bare(owners, now));
    }

    /**
     * The outcome of an event as Stripe posts it, without an envelope, to an address of the application's own.
     *
     * @param body whose signature has been verified
     */
    public static Outcome normalizeStripe(byte[] body, AppId app, Instant now) {
        return switch (Json.parse(body)) {
            case Json.Parsed.Empty() -> RejectionReason.EMPTY_INPUT.because("the body is empty");
            case Json.Parsed.Malformed(String problem) ->
                RejectionReason.INVALID_JSON.because("the body is not usable JSON: " + problem);
            case Json.Parsed.Document(JsonNode root)
            when StripeParser.recognizes(root) -> StripeParser.parse(root, Arrival.bare(Owners.always(app), now));
            case Json.Parsed.Document(JsonNode root) ->
                RejectionReason.UNSUPPORTED_INPUT.because("no event of Stripe's: " + Documents.summary(root));
        };
    }

    /** All that a function may be invoked with. */
    private static List<Outcome> invocation(JsonNode root, Arrival arrival) {
        return root.has("Records") ? records(root.get("Records"), arrival) : message(root, arrival);
    }

    /** What may be invoked with, or lie in a queue, alone. */
    private static List<Outcome> message(JsonNode root, Arrival arrival) {
        if (FailedInvocation.recognizes(root)) {
            return failedInvocation(FailedInvocation.payload(root), arrival);
        }
        return Documents.isBatch(root) ? batch(root, arrival) : List.of(single(root, arrival));
    }

    /** What a function failed on becomes what it would have become then: nothing of how it came back counts. */
    private static List<Outcome> failedInvocation(JsonNode payload, Arrival arrival) {
        return payload.isContainerNode()
                ? invocation(payload, Arrival.bare(arrival.owners(), arrival.receivedAt()))
                : List.of(invalid("requestPayload is " + Json.describe(payload) + ", not an object"));
    }

    private static List<Outcome> batch(JsonNode events, Arrival arrival) {
        if (events.size() > MOST_IN_A_BATCH) {
            return List.of(invalid("the list has " + events.size() + " events, not 1 to " + MOST_IN_A_BATCH));
        }
        List<Outcome> outcomes = new ArrayList<>(events.size());
        for (JsonNode event : events) {
            outcomes.add(Documents.outcome(event, arrival));
        }
        return outcomes;
    }

    private static List<Outcome> records(JsonNode records, Arrival arrival) {
        if (!records.isArray()) {
            return List.of(invalid("Records is " + Json.describe(records) + ", not a list"));
        }
        if (records.isEmpty()) {
            return List.of(invalid("Records is an empty list"));
        }
        List<Outcome> outcomes = new ArrayList<>(records.size());
        for (JsonNode record : records) {
            outcomes.addAll(record(record, arrival));
        }
        return outcomes;
    }

    private static List<Outcome> record(JsonNode record, Arrival arrival) {
        if (record.has("Sns")) {
            return List.of(sns(record.get("Sns"), Envelope.SNS_LAMBDA, arrival));
        }
        if (record.has("body")) {
            return body(
                    record,
                    arrival.in(Envelope.SQS, sentTimestamp(record))
                            .by(arrival.carrier().queue(text(record, "eventSourceARN"))));
        }
        if (SES_INBOUND.equals(text(record, "eventSource"))) {
            return List.of(ControlReason.SES_INBOUND_UNSUPPORTED.outcome());
        }
        return List.of(RejectionReason.UNSUPPORTED_INPUT.because(
                "the record is neither from SNS nor from SQS: " + Documents.summary(record)));
    }

    /** An SQS record: its body is what SNS posts or, with raw message delivery, what was published. */
    private static List<Outcome> body(JsonNode record, Arrival arrival) {
        JsonNode body = record.get("body");
        return body.isTextual()
                ? text(body.textValue(), "body", arrival, root -> message(root, arrival))
                : List.of(invalid("body is " + Json.describe(body) + ", not text"));
    }

    /** A document on its own: not one of several records. */
    private static Outcome single(JsonNode root, Arrival arrival) {
        if (isSns(root)) {
            return sns(root, arrival.envelope() == Envelope.SQS ? Envelope.SQS_SNS_HTTP : Envelope.SNS_HTTP, arrival);
        }
        return Documents.outcome(root, arrival);
    }

    private static Outcome sns(JsonNode sns, Envelope envelope, Arrival arrival) {
        if (!sns.isObject()) {
            return invalid("Sns is " + Json.describe(sns) + ", not an object");
        }
        String type = text(sns, "Type");
        if ("SubscriptionConfirmation".equals(type)) {
            return ControlReason.SNS_SUBSCRIPTION_CONFIRMATION.outcome();
        }
        if ("UnsubscribeConfirmation".equals(type)) {
            return ControlReason.SNS_UNSUBSCRIBE_CONFIRMATION.outcome();
        }
        if (type != null && !type.equals("Notification")) {
            return invalid("Type is " + Text.excerpt(type, 50) + ", which SNS does not send");
        }
        if (sns.hasNonNull("Message") && !sns.get("Message").isTextual()) {
            return invalid("Message is " + Json.describe(sns.get("Message")) + ", not text");
        }
        return notification(
                new SnsNotification(
                        text(sns, "MessageId"),
                        text(sns, "TopicArn"),
                        Timestamps.read(sns.get("Timestamp")),
                        text(sns, "Subject"),
                        text(sns, "Message")),
                envelope,
                arrival);
    }

    private static Outcome notification(SnsNotification notification, Envelope envelope, Arrival arrival) {
        String messageId = notification.messageId() == null ? null : Text.wellFormed(notification.messageId());
        if (messageId != null && messageId.length() > LONGEST_MESSAGE_ID) {
            return invalid("MessageId has " + messageId.length() + " characters, not 1 to " + LONGEST_MESSAGE_ID);
        }
        String message = notification.message();
        if (message == null) {
            return invalid("Message is missing");
        }
        Arrival bySns = arrival.bySns(envelope, messageId, notification.topicArn(), notification.timestamp());
        return text(message, "Message", bySns, root -> List.of(Documents.outcome(root, bySns)))
                .getFirst();
    }

    /**
     * A text inside an envelope.
     *
     * @param field names where it stood
     * @param inside what a document in it becomes
     */
    private static List<Outcome> text(
            String text, String field, Arrival arrival, Function<JsonNode, List<Outcome>> inside) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Outcome usual = SesParser.parseUsual(bytes, ENVELOPES, arrival);
        if (usual != null) {
            return List.of(usual);
        }
        return switch (Json.parse(bytes)) {
            case Json.Parsed.Document(JsonNode root) -> inside.apply(root);
            case Json.Parsed.Empty() ->
                List.of(RejectionReason.EMPTY_INPUT.because(field + " is empty" + Documents.carrier(arrival)));
            case Json.Parsed.Malformed(String problem) ->
                List.of(
                        SesParser.isTopicTest(text)
                                ? ControlReason.SES_TOPIC_VALIDATED.outcome()
                                : RejectionReason.INVALID_JSON.because(
                                        field + " is not usable JSON" + Documents.carrier(arrival) + ": " + problem));
        };
    }

    private static boolean isSns(JsonNode root) {
        return root.has("Type") && (root.has("Message") || root.has("TopicArn") || root.has("MessageId"));
    }

    private static Outcome invalid(String message) {
        return RejectionReason.INVALID_ENVELOPE.because(message);
    }

    private static @Nullable String text(JsonNode object, String field) {
        return object.path(field).textValue();
    }

    private static @Nullable Instant sentTimestamp(JsonNode record) {
        String millis = text(record.path("attributes"), "SentTimestamp");
        return millis != null && millis.matches("\\d{13}") ? Instant.ofEpochMilli(Long.parseLong(millis)) : null;
    }
}
