package dev.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The row of one event for one endpoint, which owns the wait. Its first write is that of its first attempt or its first hold, or of the
 * audit that found none.
 *
 * @param type the event's type
 * @param acceptedAt when the event was accepted
 * @param series from 1; a redrive or replay starts the next
 * @param attempts made in this series
 * @param probes how many of these were failed probes of a breaker, which its schedule does not count
 * @param log the last {@value #LOGGED} attempts of all series, oldest first
 * @param heldSince since when it is held, however often it was released meanwhile and held again before an attempt; null if it is not. Of one
 *     that is held never null: of one that names no time, that of its hold
 * @param wakes how often the scheduler woke it since its last attempt
 * @param wakeAt when the scheduler looks at it if nothing else happens; null unless pending
 */
public record Delivery(
        DeliveryKey key,
        String type,
        Instant acceptedAt,
        int series,
        int attempts,
        int probes,
        Status status,
        List<Attempt> log,
        @Nullable Instant heldSince,
        int wakes,
        @Nullable Instant wakeAt,
        Instant updatedAt) {

    /** Attempts that are kept. */
    public static final int LOGGED = 20;

    /**
     * How long after its time a delivery, whose wait a queue message carries, is taken for lost: longer than a message that was
     * received takes to come back when its function dies.
     */
    public static final Duration LOST_AFTER = Duration.ofMinutes(15);

    /** Wakes without an attempt, after which our own code is taken to fail on it. */
    public static final int MOST_WAKES = 3;

    /** Copies the log; what has come to its end is not held, and what is held has a time. */
    public Delivery {
        log = List.copyOf(log);
        if (status.isAbsorbing()) {
            heldSince = null;
        } else if (heldSince == null && status instanceof Status.Held held) {
            heldSince = held.since();
        }
    }

    /** A delivery that has no row yet: due at once. */
    public static Delivery first(DeliveryKey key, int series, AcceptedEvent event, Instant now) {
        return new Delivery(
                key,
                event.event().type(),
                event.acceptedAt(),
                series,
                0,
                0,
                new Status.Pending(now),
                List.of(),
                null,
                0,
                null,
                now);
    }

    /** This delivery with an attempt and what follows from it. */
    public Delivery after(Attempt attempt, Decision decision, Wait wait, Instant now) {
        List<Attempt> longer = new ArrayList<>(log);
        longer.add(attempt);
        List<Attempt> kept = longer.size() > LOGGED ? longer.subList(longer.size() - LOGGED, longer.size()) : longer;
        Status next = switch (decision) {
            case Decision.Delivered _ -> new Status.Delivered(now);
            case Decision.RetryAt(Instant at) -> new Status.Pending(at);
            case Decision.GiveUp(Cause cause) -> new Status.Dead(cause, now);
            case Decision.EndpointGone _ -> new Status.Held(HoldReason.DISABLED, now);
            case Decision.TestFailed _ -> new Status.Canceled(Status.Canceled.TEST_FAILED, now);
            case Decision.ProbeFailed _ -> new Status.Held(HoldReason.BREAKER, now);
        };
        return new Delivery(
                key,
                type,
                acceptedAt,
                series,
                attempt.number(),
                decision instanceof Decision.ProbeFailed ? probes + 1 : probes,
                next,
                kept,
                null,
                0,
                wakeAt(next, wait).orElse(null),
                now);
    }

    /** This delivery held; that it could be held shows that our code does not fail on it, so its wakes are forgotten. */
    public Delivery held(HoldReason reason, Instant now) {
        return new Delivery(
                key,
                type,
                acceptedAt,
                series,
                attempts,
                probes,
                new Status.Held(reason, now),
                log,
                heldSince,
                0,
                null,
                now);
    }

    /** This delivery called off. */
    public Delivery canceled(String reason, Instant now) {
        return with(new Status.Canceled(reason, now), null, now);
    }

    /** This delivery dead without an attempt. */
    public Delivery dead(Cause cause, Instant now) {
        return with(new Status.Dead(cause, now), null, now);
    }

    /** This delivery released from its hold: due at {@code due}, with the attempts it had. */
    public Delivery released(Instant due, Instant now) {
        return with(new Status.Pending(due), due.plus(LOST_AFTER), now);
    }

    /** This delivery as it is, with a message on its way since {@code now}: woken if that is lost. */
    public Delivery carried(Instant now) {
        return with(status, now.plus(LOST_AFTER), now);
    }

    /** The next series: due at once, no attempt made, the log kept. */
    public Delivery nextSeries(Instant now) {
        return nextSeries(new Status.Pending(now), now);
    }

    /**
     * The next series, held: it is sent when its endpoint's turn comes, on the ramp.
     *
     * @throws IllegalStateException if the last series has not come to its end
     */
    public Delivery again(HoldReason reason, Instant now) {
        if (!status.isAbsorbing()) {
            throw new IllegalStateException("the delivery " + key.id() + " is " + status.code());
        }
        return nextSeries(new Status.Held(reason, now, status), now);
    }

    /**
     * A hold called off: what the delivery was before, in its new series, so that no message of an old one is taken for new; canceled where
     * it was nothing.
     *
     * @throws IllegalStateException if it is not held
     */
    public Delivery calledOff(Instant now) {
        if (!(status instanceof Status.Held held)) {
            throw new IllegalStateException("the delivery " + key.id() + " is " + status.code());
        }
        return switch (held.before()) {
            case null -> canceled(Status.Canceled.REQUEST, now);
            // Of these two the row has no other time than that of its last change.
            case Status.Delivered delivered -> with(delivered, null, delivered.at());
            case Status.Canceled canceled -> with(canceled, null, canceled.at());
            case Status before -> with(before, null, now);
        };
    }

    /** A dead delivery that is to be forgotten: the next series, so that its pointer does not start it. */
    public Delivery purged(Instant now) {
        return nextSeries(new Status.Canceled(Status.Canceled.PURGED, now), now);
    }

    /**
     * This delivery woken once more by the scheduler, which looks again if no attempt follows: after 15 minutes, 1 hour, then 4, so that
     * hours in which no function runs are not taken for our code failing on it. Of one that was never tried, nothing shows that a
     * function ran since it was accepted: 1 hour, 4, then 16.
     */
    public Delivery woken(Instant due, Instant now) {
        int step = log.isEmpty() ? wakes + 1 : wakes;
        Duration patience = LOST_AFTER.multipliedBy(1L << (2 * step));
        return new Delivery(
                key,
                type,
                acceptedAt,
                series,
                attempts,
                probes,
                status,
                log,
                heldSince,
                wakes + 1,
                due.plus(patience),
                now);
    }

    /** The place in its schedule that an attempt made now would have, from 1. */
    public int turn() {
        return attempts - probes + 1;
    }

    /** Whether nobody would ever look at this row: pending, without a time to wake. It is not to be written. */
    public boolean isForgotten() {
        return status instanceof Status.Pending && wakeAt == null;
    }

    /** The pointer that stands for this delivery in the dead-letter queue. */
    public DispatchMessage.One pointer() {
        return DispatchMessage.One.of(key, series + 1);
    }

    private Delivery nextSeries(Status next, Instant now) {
        return new Delivery(key, type, acceptedAt, series + 1, 0, 0, next, log, null, 0, null, now);
    }

    private Delivery with(Status next, @Nullable Instant wake, Instant now) {
        return new Delivery(key, type, acceptedAt, series, attempts, probes, next, log, heldSince, wakes, wake, now);
    }

    private static Optional<Instant> wakeAt(Status next, Wait wait) {
        if (!(next instanceof Status.Pending(Instant at))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (wait) {
                    case MESSAGE -> at.plus(LOST_AFTER);
                    case ROW -> at;
                });
    }

    /** What carries a wait. */
    public enum Wait {
        /** The queue message, invisible until then; the row wakes only if the message is lost. */
        MESSAGE,
        /** The row alone. */
        ROW;

        /**
         * The longest wait that a message carries. Messages in a visibility wait count toward the queue's ~120,000 in flight, past
         * which it hands out nothing and says nothing (SQS quotas).
         */
        public static final Duration LONGEST_BY_MESSAGE = Duration.ofMinutes(15);

        /**
         * Receives of one message, at which its waits move to the row: the queue moves it to the poison queue at 20, and waits are not
         * our code's failures.
         */
        public static final int MOST_RECEIVES = 12;

        /** What carries a wait of this length, for a message received this often. */
        public static Wait of(Duration length, int receives) {
            return length.compareTo(LONGEST_BY_MESSAGE) > 0 || receives >= MOST_RECEIVES ? ROW : MESSAGE;
        }
    }
}
