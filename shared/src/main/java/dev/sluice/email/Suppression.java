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

    public static final String MANUAL = "manual";
}
