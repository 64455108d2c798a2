package dev.sluice.aws;

import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.IndexedDeliveries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The index's eight partitions of an endpoint, one after another. */
public final class DynamoIndexedDeliveries implements IndexedDeliveries {

    private final Table table;

    public DynamoIndexedDeliveries(Table table) {
        this.table = table;
    }

    @Override
    public Stretch stretch(
            AppId app, EndpointId endpoint, Kind kind, Range range, @Nullable Position behind, int limit) {
        List<String> partitions = Keys.deliveryPartitions(prefix(kind), app, endpoint);
        List<String> rows = Keys.deliveryPartitions(Keys.DELIVERY_PREFIX, app, endpoint);
        List<DeliveryKey> keys = new ArrayList<>();
        Map<String, AttributeValue> start = new HashMap<>();
        int first = 0;
        if (behind != null) {
            first = behind.shard();
            start.putAll(new Keys.Key(rows.get(first), behind.event().bare()).attributes());
            start.put(Keys.WAKE_PARTITION, AttributeValue.fromS(partitions.get(first)));
            start.put(Keys.WAKE_TIME, milliseconds(behind.at().toEpochMilli()));
        }
        for (int shard = first; shard < partitions.size(); shard++) {
            int room = limit - keys.size();
            List<Map<String, AttributeValue>> found = table.queryBehind(of(partitions.get(shard), range), start, room);
            found.forEach(row -> keys.add(Keys.deliveryKey(Keys.Key.of(row))));
            if (found.size() == room) {
                Map<String, AttributeValue> last = found.getLast();
                return new Stretch(
                        keys,
                        new Position(
                                shard,
                                Row.time(last, Keys.WAKE_TIME),
                                keys.getLast().id().event()));
            }
            start.clear();
        }
        return new Stretch(keys, null);
    }

    @Override
    public long count(AppId app, EndpointId endpoint, Kind kind) {
        return Keys.deliveryPartitions(prefix(kind), app, endpoint).stream()
                .mapToLong(partition -> table.count(of(partition, Range.ALL)))
                .sum();
    }

    private static Table.Range of(String partition, Range range) {
        Map<String, AttributeValue> values = Map.of(
                ":from", milliseconds(range.from().toEpochMilli()),
                ":last", milliseconds(range.until().toEpochMilli() - 1)); // BETWEEN takes both bounds
        return new Table.Range(partition, "wt BETWEEN :from AND :last", values, Keys.WAKE_INDEX);
    }

    private static String prefix(Kind kind) {
        return switch (kind) {
            case HELD -> Keys.HELD_PREFIX;
            case DEAD -> Keys.DEAD_PREFIX;
        };
    }

    private static AttributeValue milliseconds(long time) {
        return AttributeValue.fromN(Long.toString(time));
    }
}
