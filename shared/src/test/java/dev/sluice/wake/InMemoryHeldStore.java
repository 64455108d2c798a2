package dev.sluice.wake;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.InMemoryDeliveryStore;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.InMemoryEndpointStore;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The held ones among the deliveries, and a map of when to look at whose. */
public final class InMemoryHeldStore implements HeldStore {

    private final InMemoryEndpointStore endpoints;
    private final InMemoryDeliveryStore deliveries;
    private final Map<Due.OfEndpoint, Look> looks = new HashMap<>();

    private record Look(Instant at, int share) {}

    public InMemoryHeldStore(InMemoryEndpointStore endpoints, InMemoryDeliveryStore deliveries) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
    }

    @Override
    public synchronized void wakeBy(AppId app, EndpointId endpoint, Instant at) {
        if (endpoints.hasRow(app, endpoint)) {
            looks.merge(
                    new Due.OfEndpoint(app, endpoint),
                    new Look(at, 0),
                    (there, asked) -> there.at().isAfter(at) ? new Look(at, there.share()) : there);
        }
    }

    @Override
    public synchronized Optional<Integer> take(AppId app, EndpointId endpoint, Instant now, Instant next) {
        Due.OfEndpoint key = new Due.OfEndpoint(app, endpoint);
        Look look = looks.get(key);
        if (look == null || look.at().isAfter(now) || !endpoints.hasRow(app, endpoint)) {
            return Optional.empty();
        }
        looks.put(key, new Look(next, look.share()));
        return Optional.of(look.share());
    }

    @Override
    public synchronized void settle(AppId app, EndpointId endpoint, Instant taken, @Nullable Instant next, int share) {
        looks.computeIfPresent(new Due.OfEndpoint(app, endpoint), (key, look) -> {
            if (!look.at().equals(taken)) {
                return look;
            }
            return next == null ? null : new Look(next, share);
        });
    }

    @Override
    public List<DeliveryKey> held(AppId app, EndpointId endpoint, int limit) {
        return deliveries.all().stream()
                .filter(delivery -> delivery.status() instanceof Status.Held)
                .filter(delivery -> delivery.key().app().equals(app)
                        && delivery.key().id().endpoint().equals(endpoint))
                .sorted(Comparator.comparing(delivery -> ((Status.Held) delivery.status()).since()))
                .limit(limit)
                .map(Delivery::key)
                .toList();
    }

    /** When each endpoint is looked at. */
    public synchronized Map<Due.OfEndpoint, Instant> looks() {
        Map<Due.OfEndpoint, Instant> times = new HashMap<>();
        looks.forEach((key, look) -> times.put(key, look.at()));
        return times;
    }
}
