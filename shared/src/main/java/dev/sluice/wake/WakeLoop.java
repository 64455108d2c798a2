package dev.sluice.wake;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The scheduler's one loop over what wakes. Ticks may overlap: every step is a conditional write. Safe for use by many threads. */
public final class WakeLoop {

    /** How far ahead a tick looks: one tick's distance, and as much again should one be missed. */
    static final Duration AHEAD = Duration.ofMinutes(2);

    /** Held longer than this, a delivery is dead. */
    public static final Duration LONGEST_HOLD = HeldRelease.LONGEST_HOLD;

    private static final int MOST_PER_SHARD = 500;

    private final WakeIndex index;
    private final DispatchQueue queue;
    private final DeliveryWakes deliveries;
    private final HeldRelease held;

    public WakeLoop(
            WakeIndex index,
            HeldStore heldStore,
            HealthStore endpoints,
            RateStore rates,
            DeliveryStore deliveries,
            DispatchQueue queue,
            DeadLetterQueue deadLetters,
            WakeListener listener) {
        this.index = index;
        this.queue = queue;
        this.deliveries = new DeliveryWakes(deliveries, queue, deadLetters, listener);
        this.held = new HeldRelease(heldStore, endpoints, rates, deliveries, queue, deadLetters, listener);
    }

    /**
     * What a tick did.
     *
     * @param woken deliveries sent to the queue
     * @param moved held deliveries released, canceled or dead
     * @param paused true when the queue's backlog was too high to add to it
     * @param oldestDue since when the delivery has been due that has been due longest; null where none was late
     */
    public record Report(
            int woken, int moved, boolean paused, @Nullable Instant oldestDue) {

        private static final Report NOTHING = new Report(0, 0, false, null);

        private Report plus(Report other) {
            return new Report(
                    woken + other.woken,
                    moved + other.moved,
                    paused || other.paused,
                    earlier(oldestDue, other.oldestDue));
        }

        private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
            return a == null || (b != null && b.isBefore(a)) ? b : a;
        }
    }

    /**
     * One tick.
     *
     * @throws RuntimeException the first failure of a shard, after all shards have been looked at
     */
    public Report tick(Instant now) {
        if (queue.isBacklogged()) {
            return new Report(0, 0, true, oldestDue(now));
        }
        List<Future<Report>> shards = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int shard = 0; shard < WakeIndex.SHARDS; shard++) {
                int number = shard;
                shards.add(executor.submit(() -> shard(number, now)));
            }
        }
        return shards.stream().map(WakeLoop::result).reduce(Report.NOTHING, Report::plus);
    }

    /** By the first entry of each shard: nothing is woken, but how late things are is to be known. */
    private @Nullable Instant oldestDue(Instant now) {
        List<DeliveryKey> first = new ArrayList<>();
        for (int shard = 0; shard < WakeIndex.SHARDS; shard++) {
            for (Due due : index.due(shard, now, 1)) {
                if (due instanceof Due.OfDelivery(DeliveryKey key)) {
                    first.add(key);
                }
            }
        }
        return deliveries.oldestDue(first, now).orElse(null);
    }

    private Report shard(int shard, Instant now) {
        List<DeliveryKey> keys = new ArrayList<>();
        List<Due.OfEndpoint> endpoints = new ArrayList<>();
        for (Due due : index.due(shard, now.plus(AHEAD), MOST_PER_SHARD)) {
            switch (due) {
                case Due.OfDelivery(DeliveryKey key) -> keys.add(key);
                case Due.OfEndpoint endpoint -> endpoints.add(endpoint);
            }
        }
        DeliveryWakes.Woken woken = deliveries.wake(keys, now);
        return new Report(woken.number(), look(endpoints, now), false, woken.oldestDue());
    }

    /** Looks at each, whatever becomes of the others; throws the first failure after the last. */
    private int look(List<Due.OfEndpoint> endpoints, Instant now) {
        int moved = 0;
        RuntimeException first = null;
        for (Due.OfEndpoint endpoint : endpoints) {
            try {
                moved += held.look(endpoint.app(), endpoint.endpoint(), now);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return moved;
    }

    private static Report result(Future<Report> shard) {
        try {
            return shard.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waking", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
