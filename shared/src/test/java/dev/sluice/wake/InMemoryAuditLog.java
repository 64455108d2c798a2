package dev.sluice.wake;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.InMemoryDeliveryStore;
import dev.sluice.delivery.InMemoryEventStore;
import dev.sluice.event.AppId;
import dev.sluice.event.SortableId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The audit's reads over the other twins' rows. */
public final class InMemoryAuditLog implements AuditLog {

    private final InMemoryEventStore events;
    private final InMemoryDeliveryStore deliveries;
    private volatile Optional<Instant> until = Optional.empty();

    public InMemoryAuditLog(InMemoryEventStore events, InMemoryDeliveryStore deliveries) {
        this.events = events;
        this.deliveries = deliveries;
    }

    @Override
    public Optional<Instant> auditedUntil() {
        return until;
    }

    @Override
    public void auditedUntil(Instant time) {
        until = Optional.of(time);
    }

    @Override
    public void forEachEvent(AppId app, Instant from, Instant to, Consumer<AcceptedEvent> action) {
        for (AcceptedEvent event : events.all()) {
            long millis = SortableId.epochMillis(event.event().id().bare());
            if (event.event().app().equals(app) && millis >= from.toEpochMilli() && millis < to.toEpochMilli()) {
                action.accept(event);
            }
        }
    }

    @Override
    public List<EventKey> marked(Instant minute) {
        return events.marked(minute);
    }

    @Override
    public Map<DeliveryKey, Delivery> deliveries(Collection<DeliveryKey> keys) {
        return deliveries.read(keys);
    }
}
