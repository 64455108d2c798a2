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
 * Makes a tree of what Jackson's parser reads. Jackson's own reader of trees can leave nothing out; of a mail's headers, which are two
 * fifths of an SES document, one is read.
 *
 * <p>It calls itself for what is nested, as deep as the parser's limits let it.
 */
final class TreeReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Not on the sieve's path. */
    private static final int BESIDE = -1;

    private final JsonParser parser;
    private final @Nullable Sieve sieve;

    /** @param sieve null to keep everything */
    TreeReader(JsonParser parser, @Nullable Sieve sieve) {
        this.parser = parser;
        this.sieve = sieve;
    }

    /** The one value that there is; null where there is nothing. */
    @Nullable
    JsonNode document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return null;
        }
        JsonNode root = value(first, sieve == null ? BESIDE : 0);
        JsonToken next = parser.nextToken();
        if (next != null) {
            throw malformed("Trailing token " + next + " after the value");
        }
        return root;
    }

    /**
     * A value.
     *
     * @param first its first token, just read
     * @param matched how many names of the sieve's path led here, or {@link #BESIDE}
     */
    private JsonNode value(JsonToken first, int matched) throws IOException {
        return switch (first) {
            case START_OBJECT -> addMembers(NODES.objectNode(), parser.nextFieldName(), matched);
            case START_ARRAY -> sieve != null && sieve.isAt(matched) ? sifted(sieve) : list();
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

    /** @param firstName of the members that are still to be read, just read itself; null where there are none */
    private ObjectNode addMembers(ObjectNode object, @Nullable String firstName, int matched) throws IOException {
        for (String name = firstName; name != null; name = parser.nextFieldName()) {
            int next = sieve == null || matched == BESIDE ? BESIDE : sieve.next(matched, name);
            put(object, name, value(parser.nextToken(), next));
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
            list.add(value(first, BESIDE));
        }
        return list;
    }

    private ArrayNode sifted(Sieve sieve) throws IOException {
        ArrayNode list = NODES.arrayNode();
        for (JsonToken first = parser.nextToken(); first != JsonToken.END_ARRAY; first = parser.nextToken()) {
            JsonNode element = first == JsonToken.START_OBJECT ? siftedObject(sieve) : value(first, BESIDE);
            if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    /** Null for an object that the sieve leaves out. */
    private @Nullable ObjectNode siftedObject(Sieve sieve) throws IOException {
        if (!parser.nextFieldName(sieve.name())) {
            boolean hasMembers = parser.currentToken() == JsonToken.FIELD_NAME;
            return addMembers(NODES.objectNode(), hasMembers ? parser.currentName() : null, BESIDE);
        }
        String name = sieve.name().getValue();
        JsonToken first = parser.nextToken();
        if (first == JsonToken.VALUE_STRING && !isText(sieve.text())) {
            skipRest(name);
            return null;
        }
        ObjectNode object = NODES.objectNode();
        put(object, name, value(first, BESIDE));
        return addMembers(object, parser.nextFieldName(), BESIDE);
    }

    /** Whether the parser is at this text, in upper or lower case. Of a text of another length no string is made. */
    private boolean isText(String text) throws IOException {
        return parser.getTextLength() == text.length() && parser.getText().equalsIgnoreCase(text);
    }

    /**
     * Reads to the end of an object that has a member {@code name}, as strictly as of one that is kept. Usually there is one more
     * member, and a text, for which neither a map nor a string is needed.
     */
    private void skipRest(String name) throws IOException {
        String second = parser.nextFieldName();
        if (second == null) {
            return;
        }
        JsonToken first = parser.nextToken();
        if (first != JsonToken.VALUE_STRING) {
            value(first, BESIDE);
        }
        String third = parser.nextFieldName();
        if (third != null || second.equals(name)) {
            ObjectNode names = NODES.objectNode();
            put(names, name, NODES.nullNode());
            put(names, second, NODES.nullNode());
            addMembers(names, third, BESIDE);
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
