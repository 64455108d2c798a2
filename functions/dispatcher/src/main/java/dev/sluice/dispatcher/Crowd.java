package dev.sluice.dispatcher;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What carries a wait, so that a queue never gets near the messages in flight at which SQS hands out no more, to nobody, and says nothing.
 * Safe for use by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html">SQS, quotas: about 120,000</a>
 */
final class Crowd {

    /**
     * In flight from which on every wait is its row's. Half of what the alarm is set to: the number may be a minute old, in which a container
     * that reads it once in ten seconds adds as many again.
     */
    static final long FULL = 30_000;

    /** How long a number is believed. */
    static final Duration FRESH = Duration.ofSeconds(10);

    private final DispatchQueue queue;
    private final DispatchListener listener;
    private final InstantSource clock;

    private long inFlight;
    private Instant askAgain = Instant.MIN;

    Crowd(DispatchQueue queue, DispatchListener listener, InstantSource clock) {
        this.queue = queue;
        this.listener = listener;
        this.clock = clock;
    }

    /** What carries a wait of this length, for a message received this often. */
    Delivery.Wait carrier(Duration length, int receives) {
        Delivery.Wait carrier = Delivery.Wait.of(length, receives);
        return carrier == Delivery.Wait.MESSAGE && inFlight() >= FULL ? Delivery.Wait.ROW : carrier;
    }

    /** As it was at most {@link #FRESH} ago; what was known before where the queue cannot be asked, for an attempt has been made that must be recorded. */
    private synchronized long inFlight() {
        Instant now = clock.instant();
        if (!now.isBefore(askAgain)) {
            askAgain = now.plus(FRESH);
            try {
                inFlight = queue.inFlight();
            } catch (RuntimeException e) {
                listener.failed("how many messages are in flight", e);
            }
        }
        return inFlight;
    }
}
