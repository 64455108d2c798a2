package dev.sluice.aws;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Deliveries in DynamoDB. */
public final class DynamoDeliveryStore implements DeliveryStore {

    private static final String UNCHANGED = "sr = :series AND n = :attempts AND st = :state";

    private final Table table;
    private final Duration retention;

    /** @param retention how long a delivery is kept from its event's acceptance */
    public DynamoDeliveryStore(Table table, Duration retention) {
        this.table = table;
        this.retention = retention;
    }

    @Override
    public Rows readWithEvents(Collection<DeliveryKey> keys) {
        List<Keys.Key> wanted = new ArrayList<>();
        keys.forEach(key -> wanted.add(Keys.delivery(key)));
        keys.forEach(key -> wanted.add(Keys.event(key.event())));
        Map<EventKey, AcceptedEvent> events = new HashMap<>();
        Map<DeliveryKey, Delivery> deliveries = new HashMap<>();
        table.get(wanted, true).forEach((key, row) -> {
            if (key.pk().startsWith(Keys.DELIVERY_PREFIX)) {
                deliveries.put(Keys.deliveryKey(key), DeliveryRow.read(row));
            } else {
                AcceptedEvent event = EventRow.read(row);
                events.put(event.key(), event);
            }
        });
        return new Rows(events, deliveries);
    }

    @Override
    public Map<DeliveryKey, Delivery> read(Collection<DeliveryKey> keys) {
        return read(table, keys, true);
    }

    static Map<DeliveryKey, Delivery> read(Table table, Collection<DeliveryKey> keys, boolean consistent) {
        Map<DeliveryKey, Delivery> deliveries = new HashMap<>();
        table.get(keys.stream().map(Keys::delivery).toList(), consistent)
                .forEach((key, row) -> Unreadable.leftOut(key, () -> DeliveryRow.read(row))
                        .ifPresent(delivery -> deliveries.put(delivery.key(), delivery)));
        return deliveries;
    }

    @Override
    public boolean write(@Nullable Delivery before, Delivery after) {
        Row row = DeliveryRow.write(after, retention);
        Optional<Map<String, AttributeValue>> inTheWay =
                before == null ? table.putIfAbsent(row) : table.putIf(row, UNCHANGED, asRead(before));
        return inTheWay.isEmpty() || inTheWay.get().equals(row.attributes());
    }

    @Override
    public boolean claim(Delivery before, Delivery woken) {
        Map<String, AttributeValue> values = asRead(before);
        String unwoken = before.wakes() == 0 ? "attribute_not_exists(w)" : "w = :wakes";
        if (before.wakes() > 0) {
            values.put(":wakes", AttributeValue.fromN(Integer.toString(before.wakes())));
        }
        return table.putIf(DeliveryRow.write(woken, retention), UNCHANGED + " AND " + unwoken, values)
                .isEmpty();
    }

    @Override
    public List<Delivery> list(AppId app, EndpointId endpoint, @Nullable EventId before, int limit) {
        List<String> partitions = Keys.deliveryPartitions(Keys.DELIVERY_PREFIX, app, endpoint);
        return NewestFirst.of(table, partitions, Optional.ofNullable(before).map(EventId::bare), limit).stream()
                .map(DeliveryRow::read)
                .toList();
    }

    private static Map<String, AttributeValue> asRead(Delivery before) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":series", AttributeValue.fromN(Integer.toString(before.series())));
        values.put(":attempts", AttributeValue.fromN(Integer.toString(before.attempts())));
        values.put(":state", AttributeValue.fromS(before.status().code()));
        return values;
    }
}
