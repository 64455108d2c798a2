package dev.sluice.sns;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers certificates for a day, and for half a minute that there was none, so that forged messages that name one address cost one
 * fetch. Those who ask for one that is being fetched wait for it. Safe for use by many threads.
 */
final class CachedCertificates implements Certificates {

    /** SNS has one a region at a time. */
    static final int MOST = 16;

    static final Duration KNOWN_FOR = Duration.ofHours(24);

    /** Addresses at which there was none; apart from the certificates, which they must not displace. */
    static final int MOST_FAILURES = 256;

    /** Less than the 20 s after which SNS tries again, three times: each of its tries may find what the last did not. */
    static final Duration FAILED_FOR = Duration.ofSeconds(10);

    private final Certificates source;
    private final InstantSource clock;
    private final Map<URI, CompletableFuture<Fetched>> running = new ConcurrentHashMap<>();
    private final Remembered found = new Remembered(MOST, KNOWN_FOR);
    private final Remembered failed = new Remembered(MOST_FAILURES, FAILED_FOR);

    CachedCertificates(Certificates source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Fetched get(URI url) {
        Optional<Fetched> remembered = remembered(url);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        CompletableFuture<Fetched> mine = new CompletableFuture<>();
        CompletableFuture<Fetched> others = running.putIfAbsent(url, mine);
        return others == null ? fetch(url, mine) : others.join();
    }

    private Fetched fetch(URI url, CompletableFuture<Fetched> waiting) {
        Fetched fetched = new Fetched.Unavailable("the one who fetched it failed");
        try {
            // Whoever fetched it may have ended between the look and the claim.
            fetched = remembered(url).orElseGet(() -> remember(url, source.get(url)));
            return fetched;
        } finally {
            running.remove(url);
            waiting.complete(fetched);
        }
    }

    private Optional<Fetched> remembered(URI url) {
        Instant now = clock.instant();
        return found.get(url, now).or(() -> failed.get(url, now));
    }

    private Fetched remember(URI url, Fetched fetched) {
        switch (fetched) {
            case Fetched.Found _ -> found.put(url, fetched, clock.instant());
            case Fetched.Unavailable _ -> failed.put(url, fetched, clock.instant());
            // Refused for good, so not for those that come later: genuine hosts hand out certificates or nothing.
            case Fetched.NoCertificate _ -> {}
        }
        return fetched;
    }

    /** What was fetched lately, the last used of it. Safe for use by many threads. */
    private static final class Remembered {

        private final int most;
        private final Duration time;
        private final Map<URI, Known> known = new LinkedHashMap<>(16, 0.75f, true); // by last use; guarded by this

        private record Known(Fetched fetched, Instant until) {}

        Remembered(int most, Duration time) {
            this.most = most;
            this.time = time;
        }

        synchronized Optional<Fetched> get(URI url, Instant now) {
            return Optional.ofNullable(known.get(url))
                    .filter(one -> now.isBefore(one.until()))
                    .map(Known::fetched);
        }

        synchronized void put(URI url, Fetched fetched, Instant now) {
            known.put(url, new Known(fetched, now.plus(time)));
            if (known.size() > most) {
                known.remove(known.keySet().iterator().next());
            }
        }
    }
}
