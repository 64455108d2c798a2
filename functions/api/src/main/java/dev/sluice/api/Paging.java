package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param kind of the list, so that another list's cursor is none of this one's
 * @param limit rows at most
 * @param after the last row that was seen, null for the beginning
 */
record Paging(String kind, int limit, @Nullable String after) {

    private static final int DEFAULT = 20;

    /** Most rows of one answer. */
    static final int MOST = 100;

    /** Lambda answers with 6 MB at most, in which the answer is a JSON text once more: every quotation mark has grown. */
    private static final int MOST_BYTES = 2 << 20;

    /** Writes one row of a list. */
    @FunctionalInterface
    interface RowWriter<T> {
        void write(JsonGenerator out, T row) throws IOException;
    }

    /** @param isKey whether a text may be the key of a row, as the last one's stands in the cursor */
    static Paging of(Request request, String kind, Predicate<String> isKey) {
        return of(request, kind, isKey, DEFAULT);
    }

    static Paging of(Request request, String kind, Predicate<String> isKey, int unsetLimit) {
        int limit = request.parameter("limit").map(Paging::limit).orElse(unsetLimit);
        String after = request.parameter("after")
                .map(cursor -> decode(cursor, kind + ":", isKey))
                .orElse(null);
        return new Paging(kind, limit, after);
    }

    /** How many rows to read: one more than are shown says whether there are more. */
    int reading() {
        return limit + 1;
    }

    /** @param whole every row, in the order of the keys */
    <T> Answer answerOfAll(List<T> whole, Function<T, String> key, RowWriter<T> row) {
        List<T> found = whole.stream()
                .filter(each -> after == null || key.apply(each).compareTo(after) > 0)
                .limit(reading())
                .toList();
        return answer(found, key, row);
    }

    /** @param found up to {@link #reading} rows */
    <T> Answer answer(List<T> found, Function<T, String> key, RowWriter<T> row) {
        return answer(found, null, key, row);
    }

    /**
     * The same where reading may have ended early.
     *
     * @param readTo the row behind which the list may go on, though nothing more of it was found; null if it was read to its end
     */
    <T> Answer answer(List<T> found, @Nullable String readTo, Function<T, String> key, RowWriter<T> row) {
        return Answer.json(200, out -> {
            out.writeStartObject();
            write(out, "data", found, readTo, key, row);
            out.writeEndObject();
        });
    }

    /** Writes the rows under a name, and {@code next}: as many as the limit and the answer's size allow, one at least. */
    <T> void write(JsonGenerator out, String name, List<T> found, Function<T, String> key, RowWriter<T> row)
            throws IOException {
        write(out, name, found, null, key, row);
    }

    private <T> void write(
            JsonGenerator out,
            String name,
            List<T> found,
            @Nullable String readTo,
            Function<T, String> key,
            RowWriter<T> row)
            throws IOException {
        int shown = 0;
        int bytes = 0;
        out.writeArrayFieldStart(name);
        for (T each : found.subList(0, Math.min(limit, found.size()))) {
            String text = Json.write(to -> row.write(to, each));
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            if (shown > 0 && bytes > MOST_BYTES) {
                break;
            }
            out.writeRawValue(text);
            shown++;
        }
        out.writeEndArray();
        String last = shown < found.size() ? key.apply(found.get(shown - 1)) : readTo;
        out.writeStringField("next", last == null ? null : cursor(last));
    }

    /** What a request gives as {@code after} to go on behind a row. */
    String cursor(String key) {
        byte[] text = (kind + ":" + key).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static String decode(String cursor, String prefix, Predicate<String> isKey) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.startsWith(prefix) && isKey.test(text.substring(prefix.length()))) {
                return text.substring(prefix.length());
            }
        } catch (IllegalArgumentException e) {
            // not base64url: refused like any other text
        }
        throw Refusal.of(Reason.INVALID_CURSOR, "after", "after is not a cursor that this list gave out as next");
    }

    private static int limit(String text) {
        if (text.matches("[0-9]{1,3}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        }
        throw Refusal.of(Reason.INVALID_LIMIT, "limit", "limit is not a number from 1 to " + MOST);
    }
}
