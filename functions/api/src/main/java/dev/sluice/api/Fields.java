package dev.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Json.Parsed;
import dev.sluice.event.json.Text;
import dev.sluice.signature.Utf8;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of a request's body. Whatever is wrong with them is refused by name. An empty body has no fields. */
final class Fields {

    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param known every field there may be
     */
    static Fields of(String body, Set<String> known) {
        JsonNode root = switch (Json.parse(body)) {
            case Parsed.Document(JsonNode document) -> document;
            case Parsed.Empty _ -> JsonNodeFactory.instance.objectNode();
            case Parsed.Malformed(String problem) ->
                throw Refusal.of(Reason.INVALID_JSON, "the body cannot be read: " + problem);
        };
        if (!root.isObject()) {
            throw Refusal.of(Reason.INVALID_JSON, "the body is " + Json.describe(root) + " instead of an object");
        }
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                String shown = Text.excerpt(name, 100);
                throw Refusal.of(Reason.UNKNOWN_FIELD, shown, shown + " is no field of this request");
            }
        }
        return new Fields(root);
    }

    /** Whether the field is there, be it null. */
    boolean has(String name) {
        return object.has(name);
    }

    /** Whether the field is absent or null. */
    boolean isNull(String name) {
        return object.path(name).isMissingNode() || object.path(name).isNull();
    }

    /** A text that has to be there. */
    String requiredText(String name) {
        require(name);
        return text(name).orElseThrow();
    }

    /** A text; nothing where the field is absent or null. */
    Optional<String> text(String name) {
        if (isNull(name)) {
            return Optional.empty();
        }
        return Optional.of(text(name, object.path(name)));
    }

    /** Texts; an empty list where the field is absent or null. */
    List<String> texts(String name) {
        JsonNode value = object.path(name);
        if (isNull(name)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(name, "is " + Json.describe(value) + " instead of a list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(element -> texts.add(text(name, element)));
        return texts;
    }

    /** A value of any kind; nothing where the field is absent or null. */
    Optional<JsonNode> value(String name) {
        return isNull(name) ? Optional.empty() : Optional.of(object.path(name));
    }

    /** A whole number; nothing where the field is absent or null. */
    Optional<Long> number(String name, long least, long most) {
        return value(name).map(value -> {
            if (!value.isIntegralNumber()
                    || !value.canConvertToLong()
                    || value.longValue() < least
                    || value.longValue() > most) {
                throw invalid(name, "is not a whole number from " + least + " to " + most);
            }
            return value.longValue();
        });
    }

    /** True or false; false where the field is absent or null. */
    boolean flag(String name) {
        JsonNode value = object.path(name);
        if (!isNull(name) && !value.isBoolean()) {
            throw invalid(name, "is " + Json.describe(value) + " instead of true or false");
        }
        return value.booleanValue();
    }

    /** Refuses anything but an object, null included. */
    void requireObject(String name) {
        require(name);
        JsonNode value = object.path(name);
        if (!value.isObject()) {
            throw invalid(name, "is " + Json.describe(value) + " instead of an object");
        }
    }

    /** Refuses a field that is absent or null. */
    void require(String name) {
        if (isNull(name)) {
            throw Refusal.of(Reason.MISSING_FIELD, name, name + " is missing");
        }
    }

    /**
     * Makes a value of a field's.
     *
     * @param reader throws {@link IllegalArgumentException} with a message that begins with the field's name
     */
    static <T, R> R read(String name, T value, Function<T, R> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Reason.INVALID_FIELD, name, String.valueOf(e.getMessage()));
        }
    }

    /** A time, from 1970 and in 48 bits of milliseconds, with a zone (RFC 3339). */
    static Instant time(String name, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.toEpochMilli() >= 0 && time.toEpochMilli() >>> 48 == 0) {
                return time;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // refused below
        }
        throw invalid(name, "is not a time of the form 2026-01-31T12:00:00.000Z");
    }

    /** @param problem what stands behind the field's name */
    static Refusal invalid(String name, String problem) {
        return Refusal.of(Reason.INVALID_FIELD, name, name + " " + problem);
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw invalid(name, "is or contains " + Json.describe(value) + " instead of a text");
        }
        if (!Utf8.isWellFormed(value.textValue())) {
            throw invalid(name, "is not well-formed Unicode: half of a surrogate pair stands alone");
        }
        return value.textValue();
    }
}
