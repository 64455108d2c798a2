package dev.sluice.sns;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers certificates for a day, the last used ones; never that there was none. Those who ask for one that is being fetched wait for
 * it. Safe for use by many threads.
 */
final class CachedCertificates implements Certificates {

    /** SNS has one a region at a time. */
    static final int MOST = 16;

    static final Duration KNOWN_FOR = Duration.ofHours(24);

    private final Certificates source;
    private final InstantSource clock;
    private final Map<URI, CompletableFuture<Fetched>> running = new ConcurrentHashMap<>();
    private final Map<URI, Known> known = new LinkedHashMap<>(MOST, 0.75f, true); // by last use; guarded by itself

    CachedCertificates(Certificates source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    private record Known(Fetched.Found found, Instant until) {}

    @Override
    public Fetched get(URI url) {
        Fetched.Found remembered = remembered(url);
        if (remembered != null) {
            return remembered;
        }
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> others = running.putIfAbsent(url, mine);
        return others == null ? fetch(url, mine) : others.join();
    }

    private Fetched fetch(URI url, CompletableFuture<Fetched> waiting) {
        Fetched fetched = new Fetched.Unavailable("the one who fetched it failed");
        try {
            // Whoever fetched it may have ended between the look and the claim.
            Fetched.Found remembered = remembered(url);
            fetched = remembered == null ? source.get(url) : remembered;
            if (fetched instanceof Fetched.Found found) {
                remember(url, found);
            }
            return fetched;
        } finally {
            running.remove(url);
            waiting.complete(fetched);
        }
    }

    private Fetched.@Nullable Found remembered(URI url) {
        synchronized (known) {
            Known one = known.get(url);
            return one != null && clock.instant().isBefore(one.until()) ? one.found() : null;
        }
    }

    private void remember(URI url, Fetched.Found found) {
        synchronized (known) {
            known.put(url, new Known(found, clock.instant().plus(KNOWN_FOR)));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }
}
