package dev.sluice.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ended objects in a map. */
public final class InMemoryEndedObjects implements EndedObjects {

    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final Duration kept;
    private final InstantSource clock;

    /** Where nothing expires. */
    public InMemoryEndedObjects() {
        this(Duration.ofDays(365_000), () -> Instant.EPOCH);
    }

    public InMemoryEndedObjects(Duration kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public void add(AppId app, String object, Instant at, Instant now) {
        Instant next = now.plus(kept).truncatedTo(ChronoUnit.SECONDS);
        until.merge(app + " " + object, next, (before, _) -> isLive(before) ? before : next);
    }

    @Override
    public boolean contains(AppId app, String object) {
        return isLive(until.getOrDefault(app + " " + object, Instant.MIN));
    }

    private boolean isLive(Instant end) {
        return clock.instant().isBefore(end);
    }
}
