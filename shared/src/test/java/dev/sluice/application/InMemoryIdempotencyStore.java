package dev.sluice.application;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** Idempotency keys in a map; forgotten after their time. */
public final class InMemoryIdempotencyStore implements IdempotencyStore {

    private final InstantSource clock;
    private final Map<Key, Bound> bindings = new HashMap<>();

    private record Key(AppId app, String text) {}

    private record Bound(Binding binding, Instant expires) {}

    public InMemoryIdempotencyStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Binding bind(AppId app, String key, Binding proposed, Instant now) {
        Bound there = bindings.get(new Key(app, key));
        if (there != null && clock.instant().isBefore(there.expires())) {
            return there.binding();
        }
        // Whole seconds, as a time to live has them.
        Instant expires = now.plus(REMEMBERED).truncatedTo(ChronoUnit.SECONDS);
        bindings.put(new Key(app, key), new Bound(proposed, expires));
        return proposed;
    }
}
