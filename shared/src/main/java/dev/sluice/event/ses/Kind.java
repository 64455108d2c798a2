package dev.sluice.event.ses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.event.json.Fields;
import dev.sluice.event.json.Text;
import dev.sluice.event.json.Timestamps;
import dev.sluice.event.json.Value;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** The kinds of value that SES documents are made of, and how each is written into an event's data. */
enum Kind {
    TEXT {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            out.writeString(text(value));
        }
    },

    /** Text that may be in encoded words, written as people read it. */
    SUBJECT {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            out.writeString(Subject.decode(text(value)));
        }
    },

    WHOLE_NUMBER {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            if (!(value instanceof Value.Tree(JsonNode number))
                    || !number.isIntegralNumber()
                    || !number.canConvertToLong()) {
                throw wrong(value, "a whole number of 64 bits");
            }
            out.writeNumber(number.longValue());
        }
    },

    /** A time, written in UTC with milliseconds; a text that is no time is written as it is. */
    TIME {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            Instant time = SesTime.read(value);
            out.writeString(time == null ? text(value, "a time") : Timestamps.format(time));
        }
    },

    /** A list of texts. One text alone, as some lookalikes send it, is a list of one. */
    TEXTS {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            if (value instanceof Value.Text(String text)) {
                out.writeStartArray();
                out.writeString(text);
                out.writeEndArray();
            } else {
                writeList(value, TEXT, out);
            }
        }
    },

    /** Lists of texts by name, such as tags, sorted by name and otherwise written as they are. */
    NAMED_TEXTS {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            if (!(value instanceof Value.Named(List<Value.Entry> entries))) {
                throw wrong(value, "an object");
            }
            out.writeStartObject();
            for (Value.Entry entry : entries) {
                out.writeFieldName(entry.name());
                writeTexts(entry, out);
            }
            out.writeEndObject();
        }

        private static void writeTexts(Value.Entry entry, JsonGenerator out) throws IOException {
            if (entry.value().isNull()) {
                out.writeNull();
            } else if (entry.value() instanceof Value.Text(String text)) {
                out.writeString(text);
            } else {
                try {
                    writeList(entry.value(), TEXT, out);
                } catch (WrongField e) {
                    throw e.in("." + Text.excerpt(entry.name(), 50));
                }
            }
        }
    },

    RECIPIENT {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            Fields recipient = recipient(value);
            out.writeStartObject();
            SesForms.OF_RECIPIENT.write("", recipient, out);
            out.writeEndObject();
        }
    },

    /** A list of recipients, written with all that is known of each. */
    RECIPIENTS {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            writeList(value, RECIPIENT, out);
        }
    },

    ADDRESS {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            Value address = Objects.requireNonNull(recipient(value).get("emailAddress"));
            if (!(address instanceof Value.Text(String text))) {
                throw wrong(address, "text").in(".emailAddress");
            }
            out.writeString(text);
        }
    },

    /** A list of recipients, written as the list of their addresses. */
    ADDRESSES {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            writeList(value, ADDRESS, out);
        }
    },

    /** An object that is passed on as it is. */
    OBJECT {
        @Override
        void write(Value value, JsonGenerator out) throws IOException {
            if (!(value instanceof Value.Tree(JsonNode tree)) || !tree.isObject()) {
                throw wrong(value, "an object");
            }
            out.writeTree(tree);
        }
    };

    /**
     * Writes a value.
     *
     * @throws WrongField if it is not of this kind; what has been written by then is of no use
     */
    abstract void write(Value value, JsonGenerator out) throws IOException;

    private static WrongField wrong(Value value, String wanted) {
        return new WrongField(" is " + value.describe() + ", not " + wanted);
    }

    private static String text(Value value, String wanted) {
        if (!(value instanceof Value.Text(String text))) {
            throw wrong(value, wanted);
        }
        return text;
    }

    private static String text(Value value) {
        return text(value, "text");
    }

    private static Fields recipient(Value value) {
        if (!(value instanceof Fields recipient)) {
            throw wrong(value, "an object");
        }
        if (recipient.get("emailAddress") == null) {
            throw new WrongField(".emailAddress is missing");
        }
        return recipient;
    }

    private static void writeList(Value list, Kind elements, JsonGenerator out) throws IOException {
        if (!(list instanceof Value.Items(List<Value> items))) {
            throw wrong(list, "a list");
        }
        out.writeStartArray();
        for (int i = 0; i < items.size(); i++) {
            try {
                elements.write(items.get(i), out);
            } catch (WrongField e) {
                throw e.in("[" + i + "]");
            }
        }
        out.writeEndArray();
    }
}
