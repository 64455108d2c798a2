package dev.sluice.wake;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;

/** A store that cannot read one endpoint. */
record BrokenEndpoint(EndpointStore store, EndpointId broken) implements EndpointStore {

    @Override
    public Optional<Endpoint> find(AppId app, EndpointId id) {
        if (id.equals(broken)) {
            throw new IllegalStateException("cannot be read");
        }
        return store.find(app, id);
    }

    @Override
    public Optional<Long> version(AppId app) {
        return store.version(app);
    }

    @Override
    public List<Endpoint> list(AppId app) {
        return store.list(app);
    }

    @Override
    public void create(Endpoint endpoint) {
        store.create(endpoint);
    }

    @Override
    public boolean replace(Endpoint previous, Endpoint next) {
        return store.replace(previous, next);
    }

    @Override
    public boolean delete(AppId app, EndpointId id) {
        return store.delete(app, id);
    }
}
