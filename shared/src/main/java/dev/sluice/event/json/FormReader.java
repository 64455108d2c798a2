package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Value}s of what Jackson's parser reads, as far as a {@link Form} asks for them. A tree of an SES document takes as long to
 * make as all that is then done with it, and three fifths of it are a mail's headers in two shapes, of which little is read.
 */
final class FormReader {

    private static final Comparator<Value.Entry> BY_NAME =
            (one, other) -> one.name().compareTo(other.name());

    private final JsonParser parser;
    private final TreeReader trees;

    /** Of the last object that was left out. Against a name that is expected the parser compares bytes, without looking it up. */
    private SerializableString second = new SerializedString("value");

    FormReader(JsonParser parser) {
        this.parser = parser;
        this.trees = new TreeReader(parser);
    }

    /** A value, whose first token has just been read. */
    private Value value(JsonToken first, Form form) throws IOException {
        if (first == JsonToken.START_OBJECT) {
            if (form instanceof Form.Shape shape) {
                return object(shape);
            }
            if (form == Form.NAMED_LISTS) {
                return namedLists();
            }
        } else if (first == JsonToken.START_ARRAY) {
            if (form == Form.LIST) {
                return list();
            }
            if (form instanceof Form.ListOf(Form.Shape items)) {
                return listOf(items);
            }
            if (form instanceof Form.Chosen chosen) {
                return chosen(chosen);
            }
        }
        return any(first);
    }

    /** A value of any form. Most are texts. */
    private Value any(JsonToken first) throws IOException {
        return first == JsonToken.VALUE_STRING ? new Value.Text(parser.getText()) : new Value.Tree(trees.value(first));
    }

    /** The one value that there is, an object that begins with a member which the shape names; null for anything else. */
    @Nullable
    Fields document(Form.Shape shape) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        Form.Member expected = shape.first();
        String name = nextName(expected);
        if (name == null || shape.named(name) == null) {
            return null;
        }
        Fields document = addMembers(new Fields(shape), shape, name, expected);
        return parser.nextToken() == null ? document : null;
    }

    /** An object, whose start has just been read. */
    private Fields object(Form.Shape shape) throws IOException {
        Form.Member expected = shape.at(0);
        return addMembers(new Fields(shape), shape, nextName(expected), expected);
    }

    /**
     * Adds the members that are still to be read.
     *
     * @param firstName just read; null where there are none
     * @param firstExpected the member that was expected there
     */
    private Fields addMembers(
            Fields fields, Form.Shape shape, @Nullable String firstName, Form.@Nullable Member firstExpected)
            throws IOException {
        Form.Member expected = firstExpected;
        for (String name = firstName; name != null; name = nextName(expected)) {
            Form.Member member = expected != null && expected.isNamed(name) ? expected : shape.named(name);
            JsonToken first = parser.nextToken();
            if (member == null && shape.keepsOthers()) {
                requireFirst(fields.putOther(name, any(first)), name);
            } else if (member != null && member.form() != null) {
                requireFirst(fields.put(member, value(first, member.form())), name);
            } else {
                parser.skipChildren();
            }
            expected = member == null ? expected : shape.at(member.place() + 1);
        }
        return fields;
    }

    /** The next name of the object; null at its end. */
    private @Nullable String nextName(Form.@Nullable Member expected) throws IOException {
        if (expected == null) {
            return parser.nextFieldName();
        }
        if (parser.nextFieldName(expected.name())) {
            return expected.name().getValue();
        }
        return parser.currentToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    private Value.Named namedLists() throws IOException {
        List<Value.Entry> entries = new ArrayList<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken first = parser.nextToken();
            entries.add(new Value.Entry(name, first == JsonToken.START_ARRAY ? list() : any(first)));
        }
        entries.sort(BY_NAME);
        for (int i = 1; i < entries.size(); i++) {
            String name = entries.get(i).name();
            requireFirst(!name.equals(entries.get(i - 1).name()), name);
        }
        return new Value.Named(entries);
    }

    private Value.Items list() throws IOException {
        List<Value> items = new ArrayList<>(1);
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            items.add(any(first));
        }
        return new Value.Items(items);
    }

    private Value.Items listOf(Form.Shape shape) throws IOException {
        List<Value> items = new ArrayList<>();
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            items.add(value(first, shape));
        }
        return new Value.Items(items);
    }

    private Value.Items chosen(Form.Chosen chosen) throws IOException {
        List<Value> items = new ArrayList<>();
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            Value item = first == JsonToken.START_OBJECT ? chosenObject(chosen) : any(first);
            if (item != null) {
                items.add(item);
            }
        }
        return new Value.Items(items);
    }

    /** Null for an object that is left out. */
    private @Nullable Fields chosenObject(Form.Chosen chosen) throws IOException {
        Form.Shape shape = chosen.items();
        Form.Member key = shape.first();
        if (!parser.nextFieldName(key.name())) {
            boolean hasMembers = parser.currentToken() == JsonToken.FIELD_NAME;
            return addMembers(new Fields(shape), shape, hasMembers ? parser.currentName() : null, key);
        }
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_STRING
                && (parser.getTextLength() != chosen.text().length()
                        || !parser.getText().equalsIgnoreCase(chosen.text()))) {
            skipRest();
            return null;
        }
        Fields fields = new Fields(shape);
        fields.put(key, any(first));
        Form.Member expected = shape.at(1);
        return addMembers(fields, shape, nextName(expected), expected);
    }

    /** Reads to the end of an object, of which a member has been read. Usually one more comes, of the same name as in the last object. */
    private void skipRest() throws IOException {
        if (!parser.nextFieldName(second) && parser.currentToken() == JsonToken.FIELD_NAME) {
            second = new SerializedString(parser.currentName());
        }
        while (parser.currentToken() != JsonToken.END_OBJECT) {
            parser.nextToken();
            parser.skipChildren();
            parser.nextToken();
        }
    }

    /** Parsers disagree on which of two equal keys counts, so a document that has them says nothing for certain. */
    private void requireFirst(boolean isFirst, String name) throws JsonParseException {
        if (!isFirst) {
            throw new JsonParseException(parser, "Duplicate name " + name + " in an object");
        }
    }
}
