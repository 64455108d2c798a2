package dev.sluice.endpoint;

import dev.sluice.application.ApplicationStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Endpoints in a map, the deleted ones as tombstones for as long as they are kept. */
public final class InMemoryEndpointStore implements EndpointStore {

    private final ApplicationStore applications;
    private final Duration tombstoneKept;
    private final InstantSource clock;
    private final Map<Key, Kept> rows = new HashMap<>();
    private final Map<AppId, Long> changes = new HashMap<>();
    private final Map<EndpointId, Health> health = new HashMap<>();

    private record Key(AppId app, EndpointId id) {}

    /** @param gone when the tombstone goes, null for one that is not deleted */
    private record Kept(Endpoint endpoint, @Nullable Instant gone) {}

    /** @param applications without its application no endpoint is created */
    public InMemoryEndpointStore(ApplicationStore applications, Duration tombstoneKept, InstantSource clock) {
        this.applications = applications;
        this.tombstoneKept = tombstoneKept;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<Long> version(AppId app) {
        return applications.find(app).map(there -> 1 + changes.getOrDefault(app, 0L));
    }

    @Override
    public synchronized List<Endpoint> list(AppId app) {
        return rows.values().stream()
                .filter(kept -> kept.gone() == null)
                .map(Kept::endpoint)
                .filter(endpoint -> endpoint.app().equals(app))
                .sorted(Comparator.comparing(endpoint -> endpoint.id().value()))
                .toList();
    }

    @Override
    public synchronized Optional<Endpoint> find(AppId app, EndpointId id) {
        return Optional.ofNullable(rows.get(new Key(app, id)))
                .filter(kept -> kept.gone() == null)
                .map(Kept::endpoint);
    }

    @Override
    public synchronized void create(Endpoint endpoint) {
        Key key = new Key(endpoint.app(), endpoint.id());
        if (applications.find(endpoint.app()).isEmpty() || rows.containsKey(key)) {
            throw new IllegalStateException("no application " + endpoint.app() + ", or " + endpoint.id() + " is taken");
        }
        rows.put(new Key(endpoint.app(), endpoint.id()), new Kept(endpoint, null));
        changes.merge(endpoint.app(), 1L, Long::sum);
    }

    @Override
    public synchronized boolean replace(Endpoint previous, Endpoint next) {
        boolean unchanged =
                find(previous.app(), previous.id()).filter(previous::equals).isPresent();
        if (unchanged) {
            rows.put(new Key(next.app(), next.id()), new Kept(next, null));
            if (!next.settings().subscription().equals(previous.settings().subscription())) {
                changes.merge(next.app(), 1L, Long::sum);
            }
            if (next.startsAnew(previous)) {
                health.remove(next.id());
            }
        }
        return unchanged;
    }

    @Override
    public synchronized boolean delete(AppId app, EndpointId id) {
        Optional<Endpoint> there = find(app, id);
        there.ifPresent(endpoint -> {
            Instant gone = clock.instant().plus(tombstoneKept).truncatedTo(ChronoUnit.SECONDS);
            rows.put(new Key(app, id), new Kept(endpoint, gone));
            changes.merge(app, 1L, Long::sum);
        });
        return there.isPresent();
    }

    /** Whether there is a row, be it a tombstone. */
    public synchronized boolean hasRow(AppId app, EndpointId id) {
        Kept kept = rows.get(new Key(app, id));
        return kept != null && (kept.gone() == null || clock.instant().isBefore(kept.gone()));
    }

    synchronized Health health(EndpointId id) {
        return health.getOrDefault(id, Health.GOOD);
    }

    synchronized void health(EndpointId id, Health next) {
        health.put(id, next);
    }
}
