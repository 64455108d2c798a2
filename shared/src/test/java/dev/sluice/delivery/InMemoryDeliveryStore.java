package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deliveries in a map; expired ones read as absent. */
public final class InMemoryDeliveryStore implements DeliveryStore {

    private final InMemoryEventStore events;
    private final Duration retention;
    private final InstantSource clock;
    private final Map<DeliveryKey, Delivery> rows = new HashMap<>();

    /** @param retention how long a delivery is kept from its event's acceptance */
    public InMemoryDeliveryStore(InMemoryEventStore events, Duration retention, InstantSource clock) {
        this.events = events;
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public Rows readWithEvents(Collection<DeliveryKey> keys) {
        Map<EventKey, AcceptedEvent> found = new HashMap<>();
        for (DeliveryKey key : keys) {
            events.find(key.event()).ifPresent(event -> found.put(event.key(), event));
        }
        return new Rows(found, read(keys));
    }

    @Override
    public synchronized Map<DeliveryKey, Delivery> read(Collection<DeliveryKey> keys) {
        Map<DeliveryKey, Delivery> found = new HashMap<>();
        keys.forEach(key -> row(key).ifPresent(delivery -> found.put(key, delivery)));
        return found;
    }

    @Override
    public synchronized boolean write(@Nullable Delivery before, Delivery after) {
        return writeIf(isAsRead(before, after.key()), after);
    }

    @Override
    public synchronized boolean claim(Delivery before, Delivery woken) {
        boolean unwoken =
                row(before.key()).filter(row -> row.wakes() == before.wakes()).isPresent();
        return writeIf(unwoken && isAsRead(before, woken.key()), woken);
    }

    @Override
    public synchronized List<Delivery> list(AppId app, EndpointId endpoint, @Nullable EventId before, int limit) {
        return all().stream()
                .filter(delivery -> delivery.key().app().equals(app)
                        && delivery.key().id().endpoint().equals(endpoint))
                .filter(delivery ->
                        before == null || delivery.key().id().event().value().compareTo(before.value()) < 0)
                .sorted(Comparator.comparing((Delivery delivery) ->
                                delivery.key().id().event().value())
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** Every row, in no order. */
    public synchronized List<Delivery> all() {
        return rows.values().stream().filter(this::isLive).toList();
    }

    /** One row. */
    public synchronized Optional<Delivery> row(DeliveryKey key) {
        return Optional.ofNullable(rows.get(key)).filter(this::isLive);
    }

    private boolean isAsRead(@Nullable Delivery before, DeliveryKey key) {
        Optional<Delivery> row = row(key);
        return before == null
                ? row.isEmpty()
                : row.filter(there -> there.series() == before.series()
                                && there.attempts() == before.attempts()
                                && there.status().code().equals(before.status().code()))
                        .isPresent();
    }

    private boolean writeIf(boolean condition, Delivery after) {
        if (after.isForgotten()) {
            throw new IllegalArgumentException("the delivery " + after.key().id() + " is pending and never wakes");
        }
        if (condition) {
            rows.put(after.key(), after);
        }
        return condition;
    }

    private boolean isLive(Delivery delivery) {
        // Whole seconds, as a time to live has them.
        Instant expires = delivery.acceptedAt().plus(retention).truncatedTo(ChronoUnit.SECONDS);
        return clock.instant().isBefore(expires);
    }
}
