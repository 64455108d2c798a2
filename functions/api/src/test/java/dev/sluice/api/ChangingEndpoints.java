package dev.sluice.api;

import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Endpoints that somebody else changes just before each of the first replacements. */
final class ChangingEndpoints implements EndpointStore {

    private final EndpointStore store;
    private int changes;

    ChangingEndpoints(EndpointStore store, int changes) {
        this.store = store;
        this.changes = changes;
    }

    @Override
    public boolean replace(Endpoint previous, Endpoint next) {
        if (changes > 0) {
            changes--;
            Endpoint now = store.find(previous.app(), previous.id()).orElseThrow();
            EndpointSettings changed =
                    now.settings().change().description("changed meanwhile").done();
            store.replace(now, now.withSettings(changed, now.updatedAt().plus(Duration.ofMillis(1))));
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
