package dev.sluice.aws;

import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.HeldStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Held deliveries by the wake index; an endpoint's own time in it stands on the endpoint's row. */
public final class DynamoHeldStore implements HeldStore {

    private static final String SHARE = "sh"; // "share" is a reserved word of expressions

    private final Table table;

    public DynamoHeldStore(Table table) {
        this.table = table;
    }

    @Override
    public void wakeBy(AppId app, EndpointId endpoint, Instant at) {
        table.updateIf(
                Keys.endpoint(app, endpoint),
                "SET wp = :partition, wt = :at",
                "attribute_exists(pk) AND (attribute_not_exists(wt) OR wt > :at)",
                Map.of(":partition", AttributeValue.fromS(Keys.wakePartition(endpoint)), ":at", Row.milliseconds(at)));
    }

    @Override
    public Optional<Integer> take(AppId app, EndpointId endpoint, Instant now, Instant next) {
        Keys.Key key = Keys.endpoint(app, endpoint);
        Optional<Map<String, AttributeValue>> row = table.get(key);
        if (row.isEmpty() || !row.get().containsKey(Keys.WAKE_TIME)) {
            return Optional.empty();
        }
        Instant due = Row.time(row.get(), Keys.WAKE_TIME);
        boolean taken = !due.isAfter(now)
                && table.updateIf(
                        key,
                        "SET wt = :next",
                        "wt = :due",
                        Map.of(":next", Row.milliseconds(next), ":due", Row.milliseconds(due)));
        return taken
                ? Optional.of(
                        Row.numberIfAny(row.get(), SHARE).map(Math::toIntExact).orElse(0))
                : Optional.empty();
    }

    @Override
    public void settle(AppId app, EndpointId endpoint, Instant taken, @Nullable Instant next, int share) {
        Keys.Key key = Keys.endpoint(app, endpoint);
        if (next == null) {
            table.updateIf(key, "REMOVE wp, wt, sh", "wt = :taken", Map.of(":taken", Row.milliseconds(taken)));
        } else {
            table.updateIf(
                    key,
                    "SET wt = :next, sh = :share",
                    "wt = :taken",
                    Map.of(
                            ":taken",
                            Row.milliseconds(taken),
                            ":next",
                            Row.milliseconds(next),
                            ":share",
                            AttributeValue.fromN(Integer.toString(share))));
        }
    }

    @Override
    public List<DeliveryKey> held(AppId app, EndpointId endpoint, int limit) {
        int each = Math.ceilDiv(limit, Keys.DELIVERY_SHARDS);
        return Keys.deliveryPartitions(Keys.HELD_PREFIX, app, endpoint).stream()
                .flatMap(partition ->
                        table
                                .query(new Table.Range(partition, "", Map.of(), Keys.WAKE_INDEX), true, each, false)
                                .stream())
                .map(row -> Keys.deliveryKey(Keys.Key.of(row)))
                .limit(limit)
                .toList();
    }
}
