package dev.sluice.email;

import dev.sluice.event.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address to which an application must not send any more, and why.
 *
 * @param reason {@code bounced}, {@code complained} or {@code manual}
 * @param at the cause's own time
 * @param event the event that caused it, null for a manual one
 */
public record Suppression(
        Address email,
        String reason,
        Instant createdAt,
        Instant updatedAt,
        Instant at,
        @Nullable EventId event,
        @Nullable String subType,
        @Nullable String feedbackType,
        @Nullable String messageId) {

    /** The reason of one that a person added. */
    public static final String MANUAL = "manual";

    /** One that a person adds. */
    public static Suppression manual(Address email, Instant now) {
        return new Suppression(email, MANUAL, now, now, now, null, null, null, null);
    }

    /** Whether a person added it, and no event. */
    public boolean isManual() {
        return event == null;
    }

    /** The same with the creation of another. */
    public Suppression createdAt(Instant time) {
        return new Suppression(email, reason, time, updatedAt, at, event, subType, feedbackType, messageId);
    }
}
