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
        for (String partition : Keys.eventPartitions(app)) {
            table.forEach(
                    Table.Range.of(partition, "sk BETWEEN :a AND :b", first, last),
                    false,
                    row -> action.accept(EventRow.read(row)));
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
