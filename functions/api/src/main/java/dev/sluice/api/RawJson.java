package dev.sluice.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Parts of JSON texts as they were written. A parser's values would not do: {@code 1.10}, {@code 1E400} and {@code -0} have to reach the
 * receiver as they were posted, whatever either side takes numbers for.
 */
final class RawJson {

    /** Names come from outside: kept in the process's tables, they would fill them. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private RawJson() {}

    /**
     * The value of an object's member, character for character but for the white space between them.
     *
     * @param object a JSON object that was read before and has this member
     */
    static String member(String object, String name) {
        try (JsonParser parser = FACTORY.createParser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(name);
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                if (wanted) {
                    return compact(object, from, (int) parser.currentLocation().getCharOffset());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the text was read before", e);
        }
        throw new IllegalArgumentException("there is no member " + name);
    }

    private static String compact(String json, int from, int to) {
        StringBuilder kept = new StringBuilder(to - from);
        boolean inText = false;
        for (int i = from; i < to; i++) {
            char c = json.charAt(i);
            if (!inText && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) {
                continue;
            }
            kept.append(c);
            if (inText && c == '\\') {
                i++;
                kept.append(json.charAt(i)); // the escaped character, perhaps a quotation mark
            } else if (c == '"') {
                inText = !inText;
            }
        }
        return kept.toString();
    }
}
