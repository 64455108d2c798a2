package dev.sluice.aws;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.EventKey;
import dev.sluice.event.AppId;
import dev.sluice.event.SortableId;
import dev.sluice.wake.AuditLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The audit's reads, eventually consistent at half the price. */
public final class DynamoAuditLog implements AuditLog {

    private static final byte[] LOWEST_TAIL = new byte[10];
    private static final byte[] HIGHEST_TAIL = HexFormat.of().parseHex("ff".repeat(10));

    private final Table table;

    public DynamoAuditLog(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Instant> auditedUntil() {
        return table.get(Keys.auditProgress()).map(row -> Row.time(row, "until"));
    }

    @Override
    public void auditedUntil(Instant time) {
        table.put(Row.of(Keys.auditProgress()).put("until", time));
    }

    @Override
    public void forEachEvent(AppId app, Instant from, Instant to, Consumer<AcceptedEvent> action) {
        String first = SortableId.of(from.toEpochMilli(), LOWEST_TAIL);
        String last = SortableId.of(to.toEpochMilli() - 1, HIGHEST_TAIL); // BETWEEN takes both bounds
        List<Future<?>> partitions = new ArrayList<>();
        Lock oneAtATime = new ReentrantLock();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String partition : Keys.eventPartitions(app)) {
                Table.Range range = Table.Range.of(partition, "sk BETWEEN :a AND :b", first, last);
                partitions.add(executor.submit(() -> table.forEach(range, false, row -> {
                    oneAtATime.lock();
                    try {
                        Unreadable.leftOut(Keys.Key.of(row), () -> EventRow.read(row))
                                .ifPresent(action);
                    } finally {
                        oneAtATime.unlock();
                    }
                })));
            }
        }
        partitions.forEach(DynamoAuditLog::join);
    }

    private static void join(Future<?> partition) {
        try {
            partition.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while auditing", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    @Override
    public List<EventKey> marked(Instant minute) {
        List<EventKey> keys = new ArrayList<>();
        for (int shard = 0; shard < Keys.MARKER_SHARDS; shard++) {
            table.forEach(
                    Table.Range.of(Keys.markerPartition(minute, shard), ""),
                    false,
                    row -> keys.add(Keys.markedEvent(Keys.Key.of(row))));
        }
        return keys;
    }

    @Override
    public Map<DeliveryKey, Delivery> deliveries(Collection<DeliveryKey> keys) {
        return DynamoDeliveryStore.read(table, keys, false);
    }
}
