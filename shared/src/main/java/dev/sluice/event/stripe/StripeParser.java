package dev.sluice.event.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.Arrival;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe reports, as an event: snapshots, which hold the object as it was, and thin events, which only name it.
 *
 * @see <a href="https://docs.stripe.com/api/events/object">Events</a>
 * @see <a href="https://docs.stripe.com/api/v2/core/events/object">Events, v2</a>
 */
public final class StripeParser {

    private static final String SNAPSHOT = "event";
    private static final String THIN = "v2.core.event";

    /** Fields that may be absent, and what they are where they are not. */
    private static final List<Field> OPTIONAL = List.of(
            new Field("/api_version", Kind.TEXT),
            new Field("/account", Kind.TEXT),
            new Field("/context", Kind.TEXT),
            new Field("/livemode", Kind.FLAG),
            new Field("/data/previous_attributes", Kind.OBJECT),
            new Field("/request", Kind.TEXT_OR_OBJECT),
            new Field("/related_object", Kind.OBJECT),
            new Field("/reason", Kind.OBJECT));

    private StripeParser() {}

    /** Whether this is, or is meant to be, an event of Stripe's. */
    public static boolean recognizes(JsonNode document) {
        return document.path("object").isTextual() && (isSnapshot(document) || isThin(document));
    }

    /** The event a document reports. Never throws. */
    public static Outcome parse(JsonNode document, Arrival arrival) {
        Outcome.Rejected wrong = problem(document);
        if (wrong != null) {
            return wrong;
        }
        Instant created = Timestamps.read(document.get("created"));
        if (created == null) {
            // Neither 1970 nor now: whoever reads the event later could not tell that the time is made up.
            return RejectionReason.STRIPE_INVALID_FIELD.because(
                    "created is " + Json.describe(document.get("created")) + ", and no time");
        }
        StripeDocument sound = new StripeDocument(document, isThin(document), created);
        return arrival.owners()
                .of(sound.claims(arrival.carrier()))
                .<Outcome>map(app -> sound.accepted(app, arrival))
                .orElseGet(() -> RejectionReason.NO_APPLICATION.because(RejectionReason.NO_APPLICATION.meaning()));
    }

    private static boolean isSnapshot(JsonNode document) {
        return document.get("object").textValue().equals(SNAPSHOT);
    }

    private static boolean isThin(JsonNode document) {
        return document.get("object").textValue().equals(THIN);
    }

    private static Outcome.@Nullable Rejected problem(JsonNode document) {
        for (String field : List.of("id", "type")) {
            Outcome.Rejected problem = textProblem(field, document.path(field));
            if (problem != null) {
                return problem;
            }
        }
        String type = document.get("type").textValue();
        if (!EventTypes.isWellFormed(StripeDocument.TYPE_PREFIX + type)) {
            return RejectionReason.STRIPE_INVALID_FIELD.because("type is " + Text.excerpt(type, 50)
                    + ", not words of letters, digits and _ with full stops between, or too long");
        }
        if (isAbsent(document.path("created"))) {
            return missing("created");
        }
        Outcome.Rejected problem = isSnapshot(document) ? objectProblem(document) : null;
        return problem == null ? optionalProblem(document) : problem;
    }

    private static Outcome.@Nullable Rejected textProblem(String field, JsonNode value) {
        if (isAbsent(value) || (value.isTextual() && value.textValue().isBlank())) {
            return missing(field);
        }
        return value.isTextual() ? null : invalid(field, value, Kind.TEXT);
    }

    private static Outcome.@Nullable Rejected objectProblem(JsonNode document) {
        JsonNode data = document.path("data");
        if (!isAbsent(data) && !data.isObject()) {
            return invalid("data", data, Kind.OBJECT);
        }
        JsonNode object = data.path("object");
        if (isAbsent(object)) {
            return missing("data.object");
        }
        return object.isObject() ? null : invalid("data.object", object, Kind.OBJECT);
    }

    private static Outcome.@Nullable Rejected optionalProblem(JsonNode document) {
        for (Field field : OPTIONAL) {
            JsonNode value = document.at(field.place);
            if (!isAbsent(value) && !field.kind.matches(value)) {
                return invalid(field.place.substring(1).replace('/', '.'), value, field.kind);
            }
        }
        return null;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static Outcome.Rejected missing(String field) {
        return RejectionReason.STRIPE_MISSING_FIELD.because(field + " is missing");
    }

    private static Outcome.Rejected invalid(String field, JsonNode value, Kind wanted) {
        return RejectionReason.STRIPE_INVALID_FIELD.because(
                field + " is " + Json.describe(value) + ", not " + wanted.words);
    }

    /** A field by its JSON pointer. */
    private record Field(String place, Kind kind) {}

    private enum Kind {
        TEXT("text"),
        FLAG("true or false"),
        OBJECT("an object"),
        TEXT_OR_OBJECT("an object");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        boolean matches(JsonNode value) {
            return switch (this) {
                case TEXT -> value.isTextual();
                case FLAG -> value.isBoolean();
                case OBJECT -> value.isObject();
                case TEXT_OR_OBJECT -> value.isTextual() || value.isObject();
            };
        }
    }
}
