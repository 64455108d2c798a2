package dev.sluice.event.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where in the bytes of a JSON document the elements of one of its lists stand. */
public final class Elements {

    private final JsonParser parser;
    private final List<String> path;
    private final int start;
    private final List<Slice> found = new ArrayList<>();

    private Elements(JsonParser parser, List<String> path, int start) {
        this.parser = parser;
        this.path = path;
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
     * The elements of the list at this place, in its order. Reads every byte once and never throws.
     *
     * @param input with or without a byte order mark, as {@link Json#parse(byte[])} takes it
     * @param path the names of members that lead to the list; none where the document is the list
     * @return empty where there are none, or what is read is not JSON within the limits of {@link Json}, or an object on the way has two
     *     members of one name; whether objects elsewhere have those is not looked at
     */
    public static List<Slice> of(byte[] input, String... path) {
        if (input.length > Json.MAX_BYTES) {
            return List.of();
        }
        int start = Json.start(input);
        try (JsonParser parser = Json.FACTORY.createParser(input, start, input.length - start)) {
            Elements elements = new Elements(parser, List.of(path), start);
            return elements.readAll() ? List.copyOf(elements.found) : List.of();
        } catch (IOException | RuntimeException e) {
            return List.of(); // not JSON: who reads the whole is told why
        }
    }

    /** Whether that is all that there is, and sound on the way. */
    private boolean readAll() throws IOException {
        return read(parser.nextToken(), 0) && parser.nextToken() == null;
    }

    /**
     * Reads a value to its end.
     *
     * @param first its first token, just read; null where there is none
     * @param depth how many names of the path led here
     */
    private boolean read(@Nullable JsonToken first, int depth) throws IOException {
        if (depth == path.size() && first == JsonToken.START_ARRAY) {
            readElements();
            return true;
        }
        if (depth < path.size() && first == JsonToken.START_OBJECT) {
            return readMembers(path.get(depth), depth + 1);
        }
        parser.skipChildren();
        return true;
    }

    private boolean readMembers(String next, int depth) throws IOException {
        Set<String> names = new HashSet<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken first = parser.nextToken();
            if (!names.add(name) || (name.equals(next) && !read(first, depth))) {
                return false;
            }
            if (!name.equals(next)) {
                parser.skipChildren();
            }
        }
        return true;
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
