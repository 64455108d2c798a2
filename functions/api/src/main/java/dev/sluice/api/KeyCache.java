package dev.sluice.api;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds keys by hash and remembers those it found, so that most requests read none. A deleted key opens nothing later than
 * {@link #REMEMBERED} after its deletion. What is not found is not remembered: a new key opens at once, and guesses push no real key
 * out. Safe for use by many threads.
 */
final class KeyCache {

    /** How long a key is remembered. */
    static final Duration REMEMBERED = Duration.ofSeconds(60);

    private static final int MOST = 1_000;

    private final ApiKeyStore store;
    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    private record Known(ApiKey key, Instant readAt) {}

    KeyCache(ApiKeyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The key with this hash, which may have been deleted in the last minute. */
    Optional<ApiKey> find(String hash) {
        Instant now = clock.instant(); // before the read: the time counts from what it could have seen
        synchronized (known) {
            Known cached = known.get(hash);
            if (cached != null && now.isBefore(cached.readAt().plus(REMEMBERED))) {
                return Optional.of(cached.key());
            }
        }
        Optional<ApiKey> read = store.findByHash(hash);
        synchronized (known) {
            known.remove(hash);
            read.ifPresent(key -> known.put(hash, new Known(key, now)));
            if (known.size() > MOST) {
                known.remove(known.keySet().iterator().next()); // the one read longest ago
            }
        }
        return read;
    }

    /** Forgets a key, so that here it opens nothing from now on. */
    void forget(String id) {
        synchronized (known) {
            known.values().removeIf(entry -> entry.key().id().equals(id));
        }
    }
}
