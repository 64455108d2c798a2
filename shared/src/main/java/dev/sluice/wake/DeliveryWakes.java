package dev.sluice.wake;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wakes deliveries: claims each by a conditional write, then sends it with the delay to its second. The claim moves its time on, so a
 * message that is lost wakes again; woken three times without an attempt, it is dead, for our own code fails on it.
 */
final class DeliveryWakes {

    private final DeliveryStore deliveries;
    private final DispatchQueue queue;
    private final DeadLetterQueue deadLetters;

    private final WakeListener listener;

    DeliveryWakes(DeliveryStore deliveries, DispatchQueue queue, DeadLetterQueue deadLetters, WakeListener listener) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.listener = listener;
    }

    /**
     * What was woken.
     *
     * @param number how many deliveries were sent
     * @param oldestDue since when the one has been due that has been due longest, null where none was late
     */
    record Woken(int number, @Nullable Instant oldestDue) {}

    /** Wakes these. */
    Woken wake(List<DeliveryKey> keys, Instant now) {
        if (keys.isEmpty()) {
            return new Woken(0, null);
        }
        Collection<Delivery> rows = deliveries.read(keys).values();
        return new Woken(send(rows, now), oldestDue(rows, now).orElse(null));
    }

    /** Since when the one of these has been due that has been due longest; nothing where none is late. */
    Optional<Instant> oldestDue(List<DeliveryKey> keys, Instant now) {
        return keys.isEmpty()
                ? Optional.empty()
                : oldestDue(deliveries.read(keys).values(), now);
    }

    private static Optional<Instant> oldestDue(Collection<Delivery> rows, Instant now) {
        return rows.stream()
                .map(Delivery::status)
                .flatMap(status -> status instanceof Status.Pending(Instant at) ? Stream.of(at) : Stream.empty())
                .filter(at -> at.isBefore(now))
                .min(Comparator.naturalOrder());
    }

    private int send(Collection<Delivery> rows, Instant now) {
        List<DispatchQueue.Delayed> messages = new ArrayList<>();
        for (Delivery delivery : rows) {
            Instant at = delivery.wakeAt();
            if (at == null || at.isAfter(now.plus(WakeLoop.AHEAD))) {
                continue; // the index was behind: another tick woke it, or an attempt was made
            }
            if (delivery.wakes() >= Delivery.MOST_WAKES) {
                if (!at.isAfter(now)) {
                    bury(delivery, now);
                }
                continue;
            }
            Instant due = at.isAfter(now) ? at : now;
            if (deliveries.claim(delivery, delivery.woken(due, now))) {
                listener.woken(delivery, due);
                messages.add(new DispatchQueue.Delayed(
                        DispatchMessage.One.of(delivery.key(), delivery.series()), Duration.between(now, due)));
            }
        }
        // What the queue does not take wakes again.
        return messages.size() - queue.send(messages).size();
    }

    private void bury(Delivery delivery, Instant now) {
        // Before the row: a pointer too many does no harm, a missing one is silence.
        deadLetters.add(delivery.pointer());
        Delivery dead = delivery.dead(Cause.without(Cause.Reason.POISON), now);
        if (deliveries.claim(delivery, dead)) {
            listener.dead(dead);
        }
    }
}
