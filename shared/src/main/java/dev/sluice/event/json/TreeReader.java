package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of what Jackson's parser reads, as strictly as its own reader of trees does; also of a part of what a {@link FormReader}
 * reads.
 *
 * <p>It calls itself for what is nested, as deep as the parser's limits let it.
 */
final class TreeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;

    TreeReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The one value that there is; null where there is nothing. */
    @Nullable
    JsonNode document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return null;
        }
        JsonNode root = value(first);
        JsonToken next = parser.nextToken();
        if (next != null) {
            throw malformed("Trailing token " + next + " after the value");
        }
        return root;
    }

    /** A value, whose first token has just been read. */
    JsonNode value(JsonToken first) throws IOException {
        return switch (first) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
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
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            put(object, name, value(parser.nextToken()));
        }
        return object;
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
            list.add(value(first));
        }
        return list;
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
