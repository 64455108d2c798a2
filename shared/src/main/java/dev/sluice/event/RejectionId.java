package dev.sluice.event;

import java.time.Instant;

/** A quarantined input: {@code rej_} and 26 characters that sort by its receipt. */
public record RejectionId(String value) {

    private static final String PREFIX = "rej_";

    /** @throws IllegalArgumentException for anything but {@code rej_} and 26 characters of Crockford base32 */
    public RejectionId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /** The id of these bytes, received then. */
    public static RejectionId of(Instant receivedAt, byte[] raw) {
        return new RejectionId(PREFIX + SortableId.of(receivedAt.toEpochMilli(), Sha256.of(raw)));
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
