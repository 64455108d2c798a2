package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How far places are taken, in a map. */
public final class InMemoryRateStore implements RateStore {

    private final EndpointStore endpoints;
    private final Map<EndpointId, Instant> taken = new HashMap<>();

    public InMemoryRateStore(EndpointStore endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public synchronized Optional<Places> take(
            AppId app, EndpointId id, int perSecond, int most, Instant now, Instant until) {
        if (endpoints.find(app, id).isEmpty()) {
            return Optional.empty();
        }
        Optional<Places> free = RateStore.free(taken.get(id), perSecond, most, now, until);
        free.ifPresent(places -> taken.put(id, places.end()));
        return free;
    }
}
