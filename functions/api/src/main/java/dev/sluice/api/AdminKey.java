package dev.sluice.api;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The first admin key, from the configuration: kept as a hash like every other. Stored with the first request that brings a key and
 * not when the function starts, so that a table which does not answer then is an answer and no crash. Safe for use by many threads.
 */
final class AdminKey {

    private final Optional<String> key;
    private final ApiKeyStore store;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile boolean stored;

    AdminKey(Optional<String> key, ApiKeyStore store, InstantSource clock, RandomGenerator random) {
        this.key = key;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** Stores it unless it is there. Two at once do no harm: the store keeps one row a hash. */
    void store() {
        if (!stored) {
            key.ifPresent(text -> store.create(ApiKey.of(text, null, clock.instant(), random)));
            stored = true;
        }
    }
}
