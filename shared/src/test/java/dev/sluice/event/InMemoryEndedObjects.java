package dev.sluice.event;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ended objects in a set. */
public final class InMemoryEndedObjects implements EndedObjects {

    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    @Override
    public void add(AppId app, String object, Instant at, Instant now) {
        ended.add(app + " " + object);
    }

    @Override
    public boolean contains(AppId app, String object) {
        return ended.contains(app + " " + object);
    }
}
