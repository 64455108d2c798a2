package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Health beside the endpoints of the twin. */
public final class InMemoryHealthStore implements HealthStore {

    private final InMemoryEndpointStore endpoints;

    public InMemoryHealthStore(InMemoryEndpointStore endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public synchronized Optional<Known> find(AppId app, EndpointId id) {
        return endpoints.find(app, id).map(endpoint -> new Known(endpoint, endpoints.health(id)));
    }

    @Override
    public synchronized List<Known> list(AppId app) {
        return endpoints.list(app).stream()
                .map(endpoint -> new Known(endpoint, endpoints.health(endpoint.id())))
                .toList();
    }

    @Override
    public synchronized boolean markSlow(AppId app, EndpointId id, Instant until) {
        Optional<Health> shorter =
                find(app, id).map(Known::health).filter(health -> !health.isSlow(until.minusMillis(1)));
        shorter.ifPresent(
                health -> endpoints.health(id, new Health(until, health.breaker(), health.secretsOpenedAt())));
        return shorter.isPresent();
    }

    @Override
    public synchronized boolean replace(AppId app, EndpointId id, Breaker read, Breaker next) {
        Optional<Health> unchanged = find(app, id)
                .map(Known::health)
                .filter(health -> health.breaker().equals(read));
        unchanged.ifPresent(
                health -> endpoints.health(id, new Health(health.slowUntil(), next, health.secretsOpenedAt())));
        return unchanged.isPresent();
    }

    @Override
    public synchronized void secretsOpened(AppId app, EndpointId id, Instant at) {
        find(app, id)
                .map(Known::health)
                .ifPresent(health -> endpoints.health(id, new Health(health.slowUntil(), health.breaker(), at)));
    }
}
