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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A document that is known to be JSON: out of the event bus's envelope, if it is in one, and to the parser of whoever wrote it. */
final class Documents {

    /** CloudEvents: every version that calls itself 1 has the same attributes. */
    private static final String CLOUDEVENTS_1 = "1.";

    private Documents() {}

    static Outcome outcome(JsonNode document, Arrival arrival) {
        if (document.has("detail-type") && document.has("detail")) {
            return detail(document, arrival);
        }
        if (document.has("specversion") && document.has("data")) {
            return cloudEvent(document, arrival);
        }
        return known(document, arrival)
                .orElseGet(() -> RejectionReason.UNSUPPORTED_INPUT.because(
                        "no shape that is known" + carrier(arrival) + ": " + summary(document)));
    }

    /** An EventBridge event, on its own or sent on by a rule through SNS or SQS. */
    private static Outcome detail(JsonNode event, Arrival arrival) {
        return inside(event, "detail", Envelope.EVENTBRIDGE, arrival);
    }

    /**
     * A CloudEvents event in structured mode.
     *
     * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents, JSON format</a>
     */
    private static Outcome cloudEvent(JsonNode event, Arrival arrival) {
        JsonNode version = event.get("specversion");
        if (!version.isTextual()) {
            return RejectionReason.INVALID_ENVELOPE.because("specversion is " + Json.describe(version) + ", not text");
        }
        if (!version.textValue().startsWith(CLOUDEVENTS_1)) {
            return RejectionReason.INVALID_ENVELOPE.because(
                    "specversion is " + Text.excerpt(version.textValue(), 20) + ", not 1.0");
        }
        return inside(event, "data", Envelope.CLOUDEVENTS, arrival);
    }

    /** What an event of a bus holds. What carried the event here stays its envelope: that is where it is looked for. */
    private static Outcome inside(JsonNode event, String field, Envelope envelope, Arrival arrival) {
        Arrival bySource =
                arrival.by(arrival.carrier().source(event.path("source").textValue()));
        Instant sent = Timestamps.read(event.get("time"));
        JsonNode document = event.get(field);
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
