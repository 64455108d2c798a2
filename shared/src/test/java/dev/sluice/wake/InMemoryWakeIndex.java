package dev.sluice.wake;

import dev.sluice.delivery.InMemoryDeliveryStore;
import dev.sluice.delivery.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What wakes, read from the rows themselves. */
public final class InMemoryWakeIndex implements WakeIndex, UnfinishedCount {

    private final InMemoryDeliveryStore deliveries;
    private final InMemoryHeldStore held;

    public InMemoryWakeIndex(InMemoryDeliveryStore deliveries, InMemoryHeldStore held) {
        this.deliveries = deliveries;
        this.held = held;
    }

    @Override
    public Unfinished unfinished() {
        return new Unfinished(number(Status.Pending.class), number(Status.Held.class));
    }

    private long number(Class<? extends Status> status) {
        return deliveries.all().stream()
                .filter(delivery -> status.isInstance(delivery.status()))
                .count();
    }

    @Override
    public List<Due> due(int shard, Instant until, int limit) {
        Map<Due, Instant> times = new HashMap<>(held.looks());
        deliveries.all().forEach(delivery -> {
            Instant at = delivery.wakeAt();
            if (at != null) {
                times.put(new Due.OfDelivery(delivery.key()), at);
            }
        });
        return times.entrySet().stream()
                .filter(entry -> Math.floorMod(entry.getKey().hashCode(), SHARDS) == shard)
                .filter(entry -> !entry.getValue().isAfter(until))
                .sorted(Map.Entry.comparingByValue())
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
