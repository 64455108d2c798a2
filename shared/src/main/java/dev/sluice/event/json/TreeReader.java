package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of what Jackson's parser reads. Jackson's own reader of trees can leave nothing out, and of an SES document, three fifths
 * of which are a mail's headers in two shapes, little of those is read.
 *
 * <p>It calls itself for what is nested, as deep as the parser's limits let it.
 */
final class TreeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;

    /** Of the last object that was left out. Against a name that is expected the parser compares bytes, without looking it up. */
    private SerializableString second = new SerializedString("value");

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * The one value that there is; null where there is nothing.
     *
     * @param selection what of it is read; null for all
     */
    @Nullable
    JsonNode document(@Nullable Selection selection) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return null;
        }
        JsonNode root = value(first, selection);
        JsonToken next = parser.nextToken();
        if (next != null) {
            throw malformed("Trailing token " + next + " after the value");
        }
        return root;
    }

    /** A value, whose first token has just been read. */
    private JsonNode value(JsonToken first, @Nullable Selection selection) throws IOException {
        return switch (first) {
            case START_OBJECT -> selection instanceof Selection.Members members ? selected(members) : object();
            case START_ARRAY -> selection instanceof Selection.Named named ? selected(named) : list();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT -> wholeNumber();
            // A double would lose digits and turn 1e999 into Infinity, which is not JSON. 10.00 stays 10.00: stripped,
            // it would be written as 1E+1.
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw malformed("Unexpected token " + first);
        };
    }

    private ObjectNode object() throws IOException {
        return addMembers(NODES.objectNode(), parser.nextFieldName());
    }

    /** @param firstName of the members that are still to be read, just read itself; null where there are none */
    private ObjectNode addMembers(ObjectNode object, @Nullable String firstName) throws IOException {
        for (String name = firstName; name != null; name = parser.nextFieldName()) {
            put(object, name, value(parser.nextToken(), null));
        }
        return object;
    }

    private ObjectNode selected(Selection.Members members) throws IOException {
        ObjectNode object = NODES.objectNode();
        Selection.Member expected = members.at(0);
        for (String name = nextName(expected); name != null; name = nextName(expected)) {
            Selection.Member member =
                    expected != null && expected.name().getValue().equals(name) ? expected : members.named(name);
            JsonToken first = parser.nextToken();
            if (member == null ? members.readsOthers() : member.isRead()) {
                put(object, name, value(first, member == null ? null : member.within()));
            } else {
                parser.skipChildren();
            }
            expected = member == null ? expected : members.at(member.place() + 1);
        }
        return object;
    }

    /** The next name of the object; null at its end. */
    private @Nullable String nextName(Selection.@Nullable Member expected) throws IOException {
        if (expected == null) {
            return parser.nextFieldName();
        }
        if (parser.nextFieldName(expected.name())) {
            return expected.name().getValue();
        }
        return parser.currentToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    /** Parsers disagree on which of two equal keys counts, so a document that has them says nothing for certain. */
    private void put(ObjectNode object, String name, JsonNode value) throws IOException {
        if (object.replace(name, value) != null) {
            throw malformed("Duplicate name " + name + " in an object");
        }
    }

    private ArrayNode list() throws IOException {
        ArrayNode list = NODES.arrayNode();
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            list.add(value(first, null));
        }
        return list;
    }

    private ArrayNode selected(Selection.Named named) throws IOException {
        ArrayNode list = NODES.arrayNode();
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            JsonNode element = first == JsonToken.START_OBJECT ? selectedObject(named) : value(first, null);
            if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    /** Null for an object that is left out. */
    private @Nullable ObjectNode selectedObject(Selection.Named named) throws IOException {
        if (!parser.nextFieldName(named.name())) {
            boolean hasMembers = parser.currentToken() == JsonToken.FIELD_NAME;
            return addMembers(NODES.objectNode(), hasMembers ? parser.currentName() : null);
        }
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_STRING && !isText(named.text())) {
            skipRest();
            return null;
        }
        ObjectNode object = NODES.objectNode();
        put(object, named.name().getValue(), value(first, null));
        return addMembers(object, parser.nextFieldName());
    }

    /** Whether the parser is at this text, in upper or lower case. */
    private boolean isText(String text) throws IOException {
        return parser.getText().equalsIgnoreCase(text);
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

    private JsonNode wholeNumber() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private JsonParseException malformed(String problem) {
        return new JsonParseException(parser, problem, parser.currentTokenLocation());
    }
}
