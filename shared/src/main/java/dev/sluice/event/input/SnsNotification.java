package dev.sluice.event.input;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What SNS says of one message, however it was handed over.
 *
 * @param timestamp when SNS took it; null if that is not said
 * @param message the text that was published
 */
public record SnsNotification(
        @Nullable String messageId,
        @Nullable String topicArn,
        @Nullable Instant timestamp,
        @Nullable String subject,
        @Nullable String message) {}
