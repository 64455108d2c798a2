package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;

/** The kinds of value that SES documents are made of, and how each is written into an event's data. */
enum Kind {
    TEXT {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeString(text(value));
        }
    },

    /** Text that may be in encoded words, written as people read it. */
    SUBJECT {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            out.writeString(Subject.decode(text(value)));
        }
    },

    WHOLE_NUMBER {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw wrong(value, "a whole number of 64 bits");
            }
            out.writeNumber(value.longValue());
        }
    },

    /** A time, written in UTC with milliseconds; a text that is no time is written as it is. */
    TIME {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            Instant time = Timestamps.read(value);
            if (time == null && !value.isTextual()) {
                throw wrong(value, "a time");
            }
            out.writeString(time == null ? value.textValue() : Timestamps.format(time));
        }
    },

    /** A list of texts. One text alone, as some lookalikes send it, is a list of one. */
    TEXTS {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            if (value.isTextual()) {
                out.writeStartArray();
                out.writeString(value.textValue());
                out.writeEndArray();
            } else {
                writeList(value, TEXT, out);
            }
        }
    },

    /** Lists of texts by name, such as tags, sorted by name and otherwise written as they are. */
    NAMED_TEXTS {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            if (!value.isObject()) {
                throw wrong(value, "an object");
            }
            out.writeStartObject();
            for (String name : Json.sortedNames(value)) {
                out.writeFieldName(name);
                writeTexts(name, value.get(name), out);
            }
            out.writeEndObject();
        }

        private static void writeTexts(String name, JsonNode texts, JsonGenerator out) throws IOException {
            if (texts.isNull()) {
                out.writeNull();
            } else if (texts.isTextual()) {
                out.writeString(texts.textValue());
            } else {
                try {
                    writeList(texts, TEXT, out);
                } catch (WrongField e) {
                    throw e.in("." + Text.excerpt(name, 50));
                }
            }
        }
    },

    RECIPIENT {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            requireRecipient(value);
            out.writeStartObject();
            Fact.writeAll("", Fact.OF_RECIPIENT, value, out);
            out.writeEndObject();
        }
    },

    /** A list of recipients, written with all that is known of each. */
    RECIPIENTS {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            writeList(value, RECIPIENT, out);
        }
    },

    ADDRESS {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            requireRecipient(value);
            JsonNode address = value.get("emailAddress");
            if (!address.isTextual()) {
                throw wrong(address, "text").in(".emailAddress");
            }
            out.writeString(address.textValue());
        }
    },

    /** A list of recipients, written as the list of their addresses. */
    ADDRESSES {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            writeList(value, ADDRESS, out);
        }
    },

    /** An object that is passed on as it is. */
    OBJECT {
        @Override
        void write(JsonNode value, JsonGenerator out) throws IOException {
            if (!value.isObject()) {
                throw wrong(value, "an object");
            }
            out.writeTree(value);
        }
    };

    /**
     * Writes a value.
     *
     * @throws WrongField if it is not of this kind; what has been written by then is of no use
     */
    abstract void write(JsonNode value, JsonGenerator out) throws IOException;

    private static WrongField wrong(JsonNode value, String wanted) {
        return new WrongField(" is " + Json.describe(value) + ", not " + wanted);
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(value, "text");
        }
        return value.textValue();
    }

    private static void requireRecipient(JsonNode value) {
        if (!value.isObject()) {
            throw wrong(value, "an object");
        }
        if (!value.hasNonNull("emailAddress")) {
            throw new WrongField(".emailAddress is missing");
        }
    }

    private static void writeList(JsonNode list, Kind elements, JsonGenerator out) throws IOException {
        if (!list.isArray()) {
            throw wrong(list, "a list");
        }
        out.writeStartArray();
        for (int i = 0; i < list.size(); i++) {
            try {
                elements.write(list.get(i), out);
            } catch (WrongField e) {
                throw e.in("[" + i + "]");
            }
        }
        out.writeEndArray();
    }
}
