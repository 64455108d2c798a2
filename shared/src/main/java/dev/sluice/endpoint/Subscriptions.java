package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which endpoints want an event. The endpoints of an application are kept per container, for what they subscribe to, and read anew when the application's
 * version has moved, so an endpoint receives what is accepted after its creation was answered. Safe for use by many threads.
 */
public final class Subscriptions {

    private final EndpointStore store;
    private final ConcurrentMap<AppId, Known> known = new ConcurrentHashMap<>();

    private record Known(long version, List<Endpoint> endpoints) {}

    public Subscriptions(EndpointStore store) {
        this.store = store;
    }

    /**
     * The endpoints that want this type, whatever their status; empty if there is no such application.
     *
     * @param audience whose endpoints may get it
     */
    public Optional<List<EndpointId>> matching(AppId app, Audience audience, String type) {
        return of(app, audience)
                .map(endpoints -> endpoints.stream()
                        .filter(endpoint -> endpoint.settings().subscription().matches(type))
                        .map(Endpoint::id)
                        .toList());
    }

    /** An audience's endpoints; empty if there is no such application. */
    public Optional<List<Endpoint>> of(AppId app, Audience audience) {
        return store.version(app)
                .map(version -> current(app, version).endpoints().stream()
                        .filter(endpoint -> endpoint.audience() == audience)
                        .toList());
    }

    /** Whether there is such an application. One that was there is: no application is ever removed. */
    public boolean knows(AppId app) {
        return known.containsKey(app) || store.version(app).isPresent();
    }

    private Known current(AppId app, long version) {
        Known cached = known.get(app);
        if (cached != null && cached.version() == version) {
            return cached;
        }
        // Read after the version: the list may be newer than its number, never older.
        Known read = new Known(version, store.list(app));
        known.put(app, read);
        return read;
    }
}
