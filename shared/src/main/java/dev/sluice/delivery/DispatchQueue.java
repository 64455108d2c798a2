package dev.sluice.delivery;

import java.time.Duration;
import java.util.List;

/** The queue to the dispatcher. Safe for use by many threads. */
public interface DispatchQueue {

    /** The longest delay a message may be sent with (SQS: DelaySeconds up to 900). */
    Duration LONGEST_DELAY = Duration.ofMinutes(15);

    /**
     * Sends messages, each behind its delay.
     *
     * @return those that the queue did not take; empty when all were taken
     * @throws RuntimeException if the queue could not be asked at all; some may have been taken
     */
    List<Delayed> send(List<Delayed> messages);

    /** About how many messages wait to be received. */
    long backlog();

    /** About how many messages were received and are not deleted, those in a visibility wait among them; up to a minute behind. */
    long inFlight();

    /** Whether so many wait that nothing should be added which is not new. */
    default boolean isBacklogged() {
        return backlog() > 50_000;
    }

    /**
     * Sends messages at once.
     *
     * @throws NotAccepted if the queue did not take all; those it took are handled again without harm
     */
    default void sendAll(List<DispatchMessage> messages) {
        List<Delayed> refused = send(messages.stream()
                .map(message -> new Delayed(message, Duration.ZERO))
                .toList());
        if (!refused.isEmpty()) {
            throw new NotAccepted(refused.size(), messages.size());
        }
    }

    /**
     * A message and how long it is kept back.
     *
     * @param delay 0 to {@link #LONGEST_DELAY}; rounded up to whole seconds
     */
    record Delayed(DispatchMessage message, Duration delay) {}

    /** The queue answered, but did not take every message. */
    final class NotAccepted extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAccepted(int refused, int all) {
            super("the queue did not take " + refused + " of " + all + " messages");
        }
    }
}
