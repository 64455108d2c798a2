package dev.sluice.aws;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.Due;
import dev.sluice.wake.Unfinished;
import dev.sluice.wake.UnfinishedCount;
import dev.sluice.wake.WakeIndex;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The wake index of the table: sparse, keys only. */
public final class DynamoWakeIndex implements WakeIndex, UnfinishedCount {

    /** Pages of 1 MB, of entries of 150 bytes or so: 0.1 s each, and 640 read units a tick at the very most. */
    private static final int MOST_PAGES = 8;

    private final Table table;

    public DynamoWakeIndex(Table table) {
        this.table = table;
    }

    @Override
    public List<Due> due(int shard, Instant until, int limit) {
        Map<String, AttributeValue> values =
                Map.of(":until", AttributeValue.fromN(Long.toString(until.toEpochMilli())));
        Table.Range range = new Table.Range(Keys.wakePartition(shard), "wt <= :until", values, Keys.WAKE_INDEX);
        return table.query(range, true, limit, false).stream()
                .map(Keys.Key::of)
                .map(DynamoWakeIndex::due)
                .toList();
    }

    @Override
    public Unfinished unfinished() {
        Map<Character, Long> counts = new HashMap<>();
        table.scan(Keys.WAKE_INDEX, MOST_PAGES, entry -> {
            if (Row.text(entry, Keys.PK).startsWith(Keys.DELIVERY_PREFIX)) { // the others are endpoints to be looked at
                counts.merge(Row.text(entry, Keys.WAKE_PARTITION).charAt(0), 1L, Long::sum);
            }
        });
        return new Unfinished(
                counts.getOrDefault(Keys.WAKE_PREFIX.charAt(0), 0L),
                counts.getOrDefault(Keys.HELD_PREFIX.charAt(0), 0L));
    }

    private static Due due(Keys.Key key) {
        if (key.pk().startsWith(Keys.DELIVERY_PREFIX)) {
            return new Due.OfDelivery(Keys.deliveryKey(key));
        }
        return new Due.OfEndpoint(
                AppId.ofBare(key.pk().substring(Keys.APPLICATION_PREFIX.length())),
                EndpointId.ofBare(key.sk().substring(Keys.ENDPOINT_PREFIX.length())));
    }
}
