package dev.sluice.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A quarantined input: {@code rej_} and 26 characters that sort by its receipt. */
public record RejectionId(String value) {

    private static final String PREFIX = "rej_";

    /** @throws IllegalArgumentException for anything but {@code rej_} and 26 characters of Crockford base32 */
    public RejectionId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /**
     * The id of what came in by a door at a time. The same bytes from two sources, or with other headers, are two inputs even in one
     * millisecond.
     */
    static RejectionId of(Instant receivedAt, Door door, Map<String, String> context, byte[] raw) {
        MessageDigest digest = Sha256.digest();
        digest.update(raw);
        digest.update((door.code() + new TreeMap<>(context)).getBytes(StandardCharsets.UTF_8));
        return new RejectionId(PREFIX + SortableId.of(receivedAt.toEpochMilli(), digest.digest()));
    }

    /**
     * The least id of those received then or later: every smaller one was received before.
     *
     * @param time from 1970, in 48 bits of milliseconds
     */
    public static RejectionId firstOf(Instant time) {
        return new RejectionId(PREFIX + SortableId.of(time.toEpochMilli(), new byte[SortableId.TAIL_BYTES]));
    }

    /** Whether {@code text} has the form of a rejection's id. */
    public static boolean isValid(String text) {
        return SortableId.isPrefixed(PREFIX, text);
    }

    /** The 26 characters without the prefix. */
    public String bare() {
        return value.substring(PREFIX.length());
    }

    /** The rejection with these 26 characters. */
    public static RejectionId ofBare(String bare) {
        return new RejectionId(PREFIX + bare);
    }

    @Override
    public String toString() {
        return value;
    }
}
