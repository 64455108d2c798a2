package dev.sluice.wake;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Wakes deliveries: claims each by a conditional write, then sends it with the delay to its second. The claim moves its time on, so a
 * message that is lost wakes again; woken three times without an attempt, it is dead, for our own code fails on it.
 */
final class DeliveryWakes {

    private final DeliveryStore deliveries;
    private final DispatchQueue queue;
    private final DeadLetterQueue deadLetters;

    DeliveryWakes(DeliveryStore deliveries, DispatchQueue queue, DeadLetterQueue deadLetters) {
        this.deliveries = deliveries;
        this.queue = queue;
        this.deadLetters = deadLetters;
    }

    /** Wakes these; how many were sent. */
    int wake(List<DeliveryKey> keys, Instant now) {
        List<DispatchQueue.Delayed> messages = new ArrayList<>();
        for (Delivery delivery : deliveries.read(keys).values()) {
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
        deliveries.claim(delivery, delivery.dead(Cause.without(Cause.Reason.POISON), now));
    }
}
