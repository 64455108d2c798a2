package dev.sluice.wake;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.InMemoryDeliveryStore;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The held and the dead ones among the deliveries. */
public final class InMemoryIndexedDeliveries implements IndexedDeliveries {

    private static final Comparator<Position> ORDER = Comparator.comparing(Position::at)
            .thenComparing(position -> position.event().value());

    private final InMemoryDeliveryStore deliveries;

    public InMemoryIndexedDeliveries(InMemoryDeliveryStore deliveries) {
        this.deliveries = deliveries;
    }

    private record Entry(DeliveryKey key, Position position) {}

    @Override
    public Stretch stretch(
            AppId app, EndpointId endpoint, Kind kind, Range range, @Nullable Position behind, int limit) {
        List<Entry> found = entries(app, endpoint, kind)
                .filter(entry -> range.has(entry.position().at()))
                .filter(entry -> behind == null || ORDER.compare(entry.position(), behind) > 0)
                .sorted(Comparator.comparing(Entry::position, ORDER))
                .limit(limit)
                .toList();
        return new Stretch(
                found.stream().map(Entry::key).toList(),
                found.size() < limit ? null : found.getLast().position());
    }

    @Override
    public long count(AppId app, EndpointId endpoint, Kind kind) {
        return entries(app, endpoint, kind).count();
    }

    private Stream<Entry> entries(AppId app, EndpointId endpoint, Kind kind) {
        return deliveries.all().stream()
                .filter(row ->
                        row.key().app().equals(app) && row.key().id().endpoint().equals(endpoint))
                .flatMap(row -> time(row, kind).stream()
                        .map(at -> new Entry(
                                row.key(), new Position(0, at, row.key().id().event()))));
    }

    private static Optional<Instant> time(Delivery row, Kind kind) {
        return switch (row.status()) {
            case Status.Held held when kind == Kind.HELD -> Optional.of(held.since());
            case Status.Dead dead when kind == Kind.DEAD -> Optional.of(dead.at());
            default -> Optional.empty();
        };
    }
}
