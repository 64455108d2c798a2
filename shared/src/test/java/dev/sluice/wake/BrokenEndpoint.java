package dev.sluice.wake;

import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store that cannot read one endpoint. */
record BrokenEndpoint(HealthStore store, EndpointId broken) implements HealthStore {

    @Override
    public Optional<Known> find(AppId app, EndpointId id) {
        if (id.equals(broken)) {
            throw new IllegalStateException("cannot be read");
        }
        return store.find(app, id);
    }

    @Override
    public List<Known> list(AppId app) {
        return store.list(app);
    }

    @Override
    public boolean markSlow(AppId app, EndpointId id, Instant until) {
        return store.markSlow(app, id, until);
    }

    @Override
    public boolean replace(AppId app, EndpointId id, Breaker read, Breaker next) {
        return store.replace(app, id, read, next);
    }

    @Override
    public void secretsOpened(AppId app, EndpointId id, Instant at) {
        store.secretsOpened(app, id, at);
    }
}
