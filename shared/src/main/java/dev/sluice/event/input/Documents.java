package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.Envelope;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import dev.sluice.event.ses.SesParser;
import dev.sluice.event.stripe.StripeParser;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A document that is known to be JSON: out of the event bus's envelope, if it is in one, and to the parser of whoever wrote it. */
final class Documents {

    /** CloudEvents: every version that calls itself 1 has the same attributes. */
    private static final String CLOUDEVENTS_1 = "1.";

    static final String DETAIL_TYPE = "detail-type";
    static final String VERSION = "specversion";
    private static final String ENCODED = "data_base64";

    private Documents() {}

    static Outcome outcome(JsonNode document, Arrival arrival) {
        if (document.has(DETAIL_TYPE) && document.has("detail")) {
            return detail(document, arrival);
        }
        if (document.has(VERSION) && (document.has("data") || document.hasNonNull(ENCODED))) {
            return cloudEvent(document, arrival);
        }
        return known(document, arrival)
                .orElseGet(() -> RejectionReason.UNSUPPORTED_INPUT.because(
                        "no shape that is known" + carrier(arrival) + ": " + summary(document)));
    }

    /** An EventBridge event, on its own or sent on by a rule through SNS or SQS. */
    private static Outcome detail(JsonNode event, Arrival arrival) {
        return inside(event, "detail", event.get("detail"), Envelope.EVENTBRIDGE, arrival);
    }

    /**
     * Whether a document is several events in one, CloudEvents' batched mode.
     *
     * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#4-json-batch-format">CloudEvents,
     *     JSON batch format</a>
     */
    static boolean isBatch(JsonNode document) {
        return document.isArray()
                && StreamSupport.stream(document.spliterator(), false).anyMatch(element -> element.has(VERSION));
    }

    /**
     * A CloudEvents event in structured mode.
     *
     * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents, JSON format</a>
     */
    private static Outcome cloudEvent(JsonNode event, Arrival arrival) {
        JsonNode version = event.get(VERSION);
        if (!version.isTextual()) {
            return RejectionReason.INVALID_ENVELOPE.because("specversion is " + Json.describe(version) + ", not text");
        }
        if (!version.textValue().startsWith(CLOUDEVENTS_1)) {
            return RejectionReason.INVALID_ENVELOPE.because(
                    "specversion is " + Text.excerpt(version.textValue(), 20) + ", not 1.0");
        }
        return event.hasNonNull(ENCODED)
                ? encoded(event, arrival)
                : inside(event, "data", event.get("data"), Envelope.CLOUDEVENTS, arrival);
    }

    /** A CloudEvent that carries its data as bytes. */
    private static Outcome encoded(JsonNode event, Arrival arrival) {
        JsonNode encoded = event.get(ENCODED);
        if (event.hasNonNull("data")) {
            return RejectionReason.INVALID_ENVELOPE.because("data and data_base64 are both there");
        }
        if (!encoded.isTextual()) {
            return RejectionReason.INVALID_ENVELOPE.because(ENCODED + " is " + Json.describe(encoded) + ", not text");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(encoded.textValue());
        } catch (IllegalArgumentException e) {
            return RejectionReason.INVALID_ENVELOPE.because(ENCODED + " is not base64");
        }
        return switch (Json.parse(bytes)) {
            case Json.Parsed.Document(JsonNode data) -> inside(event, ENCODED, data, Envelope.CLOUDEVENTS, arrival);
            case Json.Parsed.Empty() -> RejectionReason.EMPTY_INPUT.because(ENCODED + " is empty" + carrier(arrival));
            case Json.Parsed.Malformed(String problem) ->
                RejectionReason.INVALID_JSON.because(
                        ENCODED + " is not usable JSON" + carrier(arrival) + ": " + problem);
        };
    }

    /** What an event of a bus holds. What carried the event here stays its envelope: that is where it is looked for. */
    private static Outcome inside(JsonNode event, String field, JsonNode document, Envelope envelope, Arrival arrival) {
        Arrival bySource =
                arrival.by(arrival.carrier().source(event.path("source").textValue()));
        Instant sent = Timestamps.read(event.get("time"));
        return known(document, arrival.envelope() == Envelope.NONE ? bySource.in(envelope, sent) : bySource)
                .orElseGet(() -> RejectionReason.UNSUPPORTED_INPUT.because(
                        field + " has no shape that is known" + carrier(arrival) + ": " + summary(document)));
    }

    private static Optional<Outcome> known(JsonNode document, Arrival arrival) {
        if (SesParser.recognizes(document)) {
            return Optional.of(SesParser.parse(document, arrival));
        }
        if (StripeParser.recognizes(document)) {
            return Optional.of(StripeParser.parse(document, arrival));
        }
        return Optional.empty();
    }

    /** By which message it came, to go behind what is wrong. */
    static String carrier(Arrival arrival) {
        return arrival.snsMessageId() == null ? "" : " (SNS message " + Text.excerpt(arrival.snsMessageId(), 100) + ")";
    }

    /** What a value is, by its kind and first names; never its content. */
    static String summary(JsonNode value) {
        if (!value.isObject()) {
            return Json.describe(value);
        }
        if (value.isEmpty()) {
            return "an empty object";
        }
        String names = StreamSupport.stream(((Iterable<String>) value::fieldNames).spliterator(), false)
                .limit(6)
                .map(name -> Text.excerpt(name, 40))
                .collect(Collectors.joining(", "));
        return "an object with " + names + (value.size() > 6 ? ", …" : "");
    }
}
