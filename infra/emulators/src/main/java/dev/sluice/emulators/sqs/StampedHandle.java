package dev.sluice.emulators.sqs;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A receipt handle that says when its message was received. The time travels with the handle instead of standing in a table,
 * so the 12 hours are still known after a restart.
 *
 * @param handle ElasticMQ's own handle
 * @param receivedAt when the message was received, to the millisecond; null for a handle that is not one of ours
 */
record StampedHandle(String handle, @Nullable Instant receivedAt) {
    private static final char SEPARATOR = '@';

    /** Reads what {@link #text} wrote; anything else is a handle without a time. */
    static StampedHandle parse(String text) {
        int at = text.lastIndexOf(SEPARATOR);
        if (at < 0) {
            return new StampedHandle(text, null);
        }
        try {
            Instant receivedAt = Instant.ofEpochMilli(Long.parseLong(text.substring(at + 1)));
            return new StampedHandle(text.substring(0, at), receivedAt);
        } catch (NumberFormatException | DateTimeException e) {
            return new StampedHandle(text, null);
        }
    }

    /** The handle as clients see it. */
    String text() {
        return receivedAt == null ? handle : handle + SEPARATOR + receivedAt.toEpochMilli();
    }
}
