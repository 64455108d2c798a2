package dev.sluice.emulators.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a message may stay invisible: 12 hours from the time SQS receives the ReceiveMessage request. Asking for more than
 * is left is an error, never clamped (Amazon SQS Developer Guide, "Visibility timeout"; API reference,
 * ChangeMessageVisibility). The sentences are those SQS answers.
 */
final class VisibilityLimit {
    static final int MAX_SECONDS = 43_200;

    private VisibilityLimit() {}

    /**
     * Why SQS refuses to make a received message invisible for this long, empty where it does not.
     *
     * @param receivedAt when the message was received; null where the receipt handle does not tell, then only the range counts
     */
    static Optional<String> changeRefusal(long seconds, @Nullable Instant receivedAt, Instant now) {
        if (outOfRange(seconds)) {
            return Optional.of(refusal(seconds, "VisibilityTimeout must be an integer between 0 and " + MAX_SECONDS));
        }
        if (receivedAt != null && exceedsTotal(seconds, Duration.between(receivedAt, now))) {
            return Optional.of(refusal(
                    seconds,
                    "Total VisibilityTimeout for the message is beyond the limit [" + MAX_SECONDS + " seconds]"));
        }
        return Optional.empty();
    }

    /** Why SQS refuses a ReceiveMessage request with this visibility timeout, empty where it does not. */
    static Optional<String> receiveRefusal(long seconds) {
        return outOfRange(seconds)
                ? Optional.of(refusal(seconds, "Must be >= 0 and <= " + MAX_SECONDS + ", if provided"))
                : Optional.empty();
    }

    /** Whether a queue can have this visibility timeout, given as the text of the attribute. */
    static boolean isQueueTimeout(String seconds) {
        try {
            return !outOfRange(Long.parseLong(seconds));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean exceedsTotal(long seconds, Duration sinceReceive) {
        return sinceReceive.plusSeconds(seconds).compareTo(Duration.ofSeconds(MAX_SECONDS)) > 0;
    }

    private static boolean outOfRange(long seconds) {
        return seconds < 0 || seconds > MAX_SECONDS;
    }

    private static String refusal(long seconds, String reason) {
        return "Value " + seconds + " for parameter VisibilityTimeout is invalid. Reason: " + reason + ".";
    }
}
