package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kinds of value that SES documents are made of: what can be wrong with one, and how it is written into an event's data. */
enum Kind {
    TEXT {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return value.isTextual() ? null : wrong(value, "text");
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeString(value.textValue());
        }
    },

    /** Text that may be in encoded words, written as people read it. */
    SUBJECT {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return TEXT.problem(value);
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeString(Subject.decode(value.textValue()));
        }
    },

    WHOLE_NUMBER {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return value.isIntegralNumber() && value.canConvertToLong()
                    ? null
                    : wrong(value, "a whole number of 64 bits");
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeNumber(value.longValue());
        }
    },

    /** A time, written in UTC with milliseconds; a text that is no time is written as it is. */
    TIME {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return value.isTextual() || Timestamps.read(value) != null ? null : wrong(value, "a time");
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            Instant time = Timestamps.read(value);
            out.writeString(time == null ? value.textValue() : Timestamps.format(time));
        }
    },

    /** A list of texts. One text alone, as some lookalikes send it, is a list of one. */
    TEXTS {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return value.isTextual() ? null : problemWithin(value, TEXT);
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            writeList(value.isTextual() ? List.of(value) : value, TEXT, out);
        }
    },

    /** Lists of texts by name, such as tags. */
    NAMED_TEXTS {
        @Override
        @Nullable
        String problem(JsonNode value) {
            if (!value.isObject()) {
                return wrong(value, "an object");
            }
            for (Map.Entry<String, JsonNode> named : value.properties()) {
                String problem = named.getValue().isNull() ? null : TEXTS.problem(named.getValue());
                if (problem != null) {
                    return "." + Text.excerpt(named.getKey(), 50) + problem;
                }
            }
            return null;
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeTree(value);
        }
    },

    RECIPIENT {
        @Override
        @Nullable
        String problem(JsonNode value) {
            if (!value.isObject()) {
                return wrong(value, "an object");
            }
            return value.hasNonNull("emailAddress")
                    ? Fact.firstProblem(Fact.OF_RECIPIENT, value)
                    : ".emailAddress is missing";
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeStartObject();
            Fact.writeAll(Fact.OF_RECIPIENT, value, out);
            out.writeEndObject();
        }
    },

    /** A list of recipients, written with all that is known of each. */
    RECIPIENTS {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return problemWithin(value, RECIPIENT);
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            writeList(value, RECIPIENT, out);
        }
    },

    /** A list of recipients, written as the list of their addresses. */
    ADDRESSES {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return problemWithin(value, RECIPIENT);
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeStartArray();
            for (JsonNode recipient : value) {
                TEXT.write(recipient.get("emailAddress"), out);
            }
            out.writeEndArray();
        }
    },

    /** An object that is passed on as it is. */
    OBJECT {
        @Override
        @Nullable
        String problem(JsonNode value) {
            return value.isObject() ? null : wrong(value, "an object");
        }

        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeTree(value);
        }
    };

    /**
     * What is wrong with a value, or null if it is of this kind. The text goes behind the value's path:
     * {@code [3].emailAddress is missing}.
     */
    abstract @Nullable String problem(JsonNode value);

    /** Writes a value that has no {@linkplain #problem problem}. */
    abstract void write(JsonNode value, JsonGenerator out) throws IOException;

    private static String wrong(JsonNode value, String wanted) {
        return " is " + Json.describe(value) + ", not " + wanted;
    }

    private static @Nullable String problemWithin(JsonNode list, Kind elements) {
        if (!list.isArray()) {
            return wrong(list, "a list");
        }
        for (int i = 0; i < list.size(); i++) {
            String problem = elements.problem(list.get(i));
            if (problem != null) {
                return "[" + i + "]" + problem;
            }
        }
        return null;
    }

    private static void writeList(Iterable<JsonNode> list, Kind elements, JsonGenerator out) throws IOException {
        out.writeStartArray();
        for (JsonNode element : list) {
            elements.write(element, out);
        }
        out.writeEndArray();
    }
}
