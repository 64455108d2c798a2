package dev.sluice.signature;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The three headers of a request under one of their two names.
 *
 * @param id what the sender calls the message
 * @param timestamp seconds since 1970, if the sender keeps to the standard
 * @param signatures with spaces between
 */
public record PresentedHeaders(String id, String timestamp, String signatures) {

    /** Eleven digits are any year that counts, and a time that {@code Instant} has. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,10}");

    private static final List<String> PREFIXES = List.of("svix-", "webhook-");

    /** The first complete set, names in any case; none when no set is complete. */
    public static Optional<PresentedHeaders> of(Map<String, String> headers) {
        Map<String, String> lowerCase = lowerCase(headers);
        for (String prefix : PREFIXES) {
            String id = lowerCase.get(prefix + "id");
            String timestamp = lowerCase.get(prefix + "timestamp");
            String signatures = lowerCase.get(prefix + "signature");
            if (id != null && timestamp != null && signatures != null) {
                return Optional.of(new PresentedHeaders(id, timestamp, signatures));
            }
        }
        return Optional.empty();
    }

    /** The timestamp as a time; null for what is none. */
    public @Nullable Instant signedAt() {
        return SECONDS.matcher(timestamp).matches() ? Instant.ofEpochSecond(Long.parseLong(timestamp)) : null;
    }

    /** The header that an incomplete request lacks, by the name under which it sent the others. */
    static String missingFrom(Map<String, String> headers) {
        Map<String, String> lowerCase = lowerCase(headers);
        String prefix = PREFIXES.stream()
                .filter(p -> lowerCase.keySet().stream().anyMatch(name -> name.startsWith(p)))
                .findFirst()
                .orElse(PREFIXES.getFirst());
        return List.of("id", "timestamp", "signature").stream()
                .map(prefix::concat)
                .filter(name -> !lowerCase.containsKey(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lowerCase = new HashMap<>();
        headers.forEach((name, value) -> lowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return lowerCase;
    }
}
