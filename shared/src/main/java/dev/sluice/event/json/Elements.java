package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where in the bytes of a JSON object the elements of one of its lists stand. */
public final class Elements {

    private final JsonParser parser;
    private final String member;
    private final int start;
    private final List<Slice> found = new ArrayList<>();

    private Elements(JsonParser parser, String member, int start) {
        this.parser = parser;
        this.member = member;
        this.start = start;
    }

    /**
     * The bytes of one element, without white space around it.
     *
     * @param from its first byte, counted from the first of the input
     * @param to the byte behind its last
     */
    public record Slice(int from, int to) {

        /** How many bytes it has. */
        public int length() {
            return to - from;
        }
    }

    /**
     * The elements of the list that the object's member of this name is, in its order. Reads every byte once and never throws.
     *
     * @param input with or without a byte order mark, as {@link Json#parse(byte[])} takes it
     * @return empty where there are none, or what is read is no JSON object within the limits of {@link Json}, or it has two members of
     *     one name; whether objects inside it have those is not looked at
     */
    public static List<Slice> of(byte[] input, String member) {
        if (input.length > Json.MAX_BYTES) {
            return List.of();
        }
        int start = Json.start(input);
        try (JsonParser parser = Json.FACTORY.createParser(input, start, input.length - start)) {
            Elements elements = new Elements(parser, member, start);
            return elements.readAll() ? List.copyOf(elements.found) : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of(); // not JSON: who reads the whole is told why
        }
    }

    /** Whether that is an object and all that there is. */
    private boolean readAll() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!names.add(name)) {
                return false;
            }
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(member)) {
                readElements();
            } else {
                parser.skipChildren();
            }
        }
        return parser.nextToken() == null;
    }

    private void readElements() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = start + (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken(); // texts are read when they are asked for
            found.add(new Slice(from, start + (int) parser.currentLocation().getByteOffset()));
        }
    }
}
