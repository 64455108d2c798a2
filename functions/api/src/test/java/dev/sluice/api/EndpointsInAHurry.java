package dev.sluice.api;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Endpoints to which something happens just before each of the first replacements. */
final class EndpointsInAHurry implements EndpointStore {

    private final EndpointStore store;
    private final Consumer<Endpoint> happening;
    private int times;

    EndpointsInAHurry(EndpointStore store, int times, Consumer<Endpoint> happening) {
        this.store = store;
        this.times = times;
        this.happening = happening;
    }

    /** Somebody else changes the endpoint. */
    static EndpointsInAHurry changing(EndpointStore store, int times) {
        return new EndpointsInAHurry(store, times, previous -> {
            Endpoint now = store.find(previous.app(), previous.id()).orElseThrow();
            EndpointSettings changed =
                    now.settings().change().description("changed meanwhile").done();
            store.replace(now, now.withSettings(changed, now.updatedAt().plus(Duration.ofMillis(1))));
        });
    }

    @Override
    public boolean replace(Endpoint previous, Endpoint next) {
        if (times > 0) {
            times--;
            happening.accept(previous);
        }
        return store.replace(previous, next);
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
    public Optional<Endpoint> find(AppId app, EndpointId id) {
        return store.find(app, id);
    }

    @Override
    public void create(Endpoint endpoint) {
        store.create(endpoint);
    }

    @Override
    public boolean delete(AppId app, EndpointId id) {
        return store.delete(app, id);
    }
}
