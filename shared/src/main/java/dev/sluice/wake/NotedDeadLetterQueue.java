package dev.sluice.wake;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage;
import java.time.InstantSource;

/**
 * A dead-letter queue that notes whose delivery is dead. First the note: whoever fails behind it adds the pointer again, and a note too many
 * costs a count. Safe for use by many threads.
 */
public final class NotedDeadLetterQueue implements DeadLetterQueue {

    private final DeadLetterQueue queue;
    private final DeadStore dead;
    private final InstantSource clock;

    public NotedDeadLetterQueue(DeadLetterQueue queue, DeadStore dead, InstantSource clock) {
        this.queue = queue;
        this.dead = dead;
        this.clock = clock;
    }

    @Override
    public void add(DispatchMessage.One pointer) {
        note(pointer.key());
        queue.add(pointer);
    }

    @Override
    public void addNothingFor(DeliveryKey key) {
        note(key);
    }

    private void note(DeliveryKey key) {
        dead.note(key.app(), key.id().endpoint(), clock.instant());
    }
}
