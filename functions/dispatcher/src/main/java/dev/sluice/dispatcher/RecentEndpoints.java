package dev.sluice.dispatcher;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Endpoints and how they do, as they were at most a second ago, so that a busy one costs one read a second and container. Safe for use by many threads. */
final class RecentEndpoints {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final HealthStore store;
    private final InstantSource clock;
    private final ConcurrentMap<Key, Read> reads = new ConcurrentHashMap<>();

    private record Key(AppId app, EndpointId endpoint) {}

    private record Read(Optional<HealthStore.Known> endpoint, Instant at) {

        boolean isFresh(Instant now) {
            return now.isBefore(at.plus(FRESH));
        }
    }

    RecentEndpoints(HealthStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Whether to find it takes no read. */
    boolean isKnown(AppId app, EndpointId id) {
        Read read = reads.get(new Key(app, id));
        return read != null && read.isFresh(clock.instant());
    }

    Optional<HealthStore.Known> find(AppId app, EndpointId id) {
        Key key = new Key(app, id);
        Instant now = clock.instant();
        Read read = reads.get(key);
        if (read == null || !read.isFresh(now)) {
            if (reads.size() >= MOST) {
                reads.clear();
            }
            read = new Read(store.find(app, id), now);
            reads.put(key, read);
        }
        return read.endpoint();
    }

    /** Reads anew next time. */
    void forget(AppId app, EndpointId id) {
        reads.remove(new Key(app, id));
    }
}
