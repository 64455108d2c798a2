package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Health in a map beside the endpoints. */
public final class InMemoryHealthStore implements HealthStore {

    private final EndpointStore endpoints;
    private final Map<EndpointId, Health> health = new HashMap<>();

    public InMemoryHealthStore(EndpointStore endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public synchronized Optional<Known> find(AppId app, EndpointId id) {
        return endpoints.find(app, id).map(endpoint -> new Known(endpoint, health.getOrDefault(id, Health.GOOD)));
    }

    @Override
    public synchronized boolean markSlow(AppId app, EndpointId id, Instant until) {
        boolean isLonger = find(app, id)
                .filter(known -> !known.health().isSlow(until.minusMillis(1)))
                .isPresent();
        if (isLonger) {
            health.put(id, new Health(until));
        }
        return isLonger;
    }
}
