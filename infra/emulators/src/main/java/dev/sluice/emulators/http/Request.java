package dev.sluice.emulators.http;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, read whole.
 *
 * @param path percent-encoded as it came, never empty
 * @param query percent-encoded as it came, without its question mark; empty if there was none
 * @param headers names in lower case; several lines of one name in the order in which they came
 * @param body empty if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
public record Request(
        String method,
        String path,
        String query,
        String protocol,
        Map<String, List<String>> headers,
        byte[] body,
        InetAddress client) {

    /** The header's lines joined by commas, or null if there is none. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(",", values);
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The names and values of a query string or an HTML form, decoded, in the order of their first appearance.
     *
     * @throws IllegalArgumentException if an escape is broken
     */
    public static Map<String, List<String>> form(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
