package dev.sluice.api;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import dev.sluice.configuration.Environment;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The first admin key, from the configuration: kept as a hash like every other. Stored with the first request that brings a key and
 * not when the function starts, so that a table which does not answer then is an answer and no crash. Safe for use by many threads.
 */
final class AdminKey {

    /** What can stand in a header behind {@code Bearer}, and is not guessed. */
    private static final Pattern FORM = Pattern.compile("[!-~]{32,256}");

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

    /**
     * The configured key in clear text, if there is one.
     *
     * @throws Environment.Invalid if it is of another form
     */
    static Optional<String> read(Environment environment) {
        return environment.value("SLUICE_ADMIN_KEY", text -> {
            if (!FORM.matcher(text).matches()) {
                throw new IllegalArgumentException("not 32 to 256 visible ASCII characters");
            }
            return text;
        });
    }

    /** Stores it unless it is there. Two at once do no harm: the store keeps one row a hash. */
    void store() {
        if (!stored) {
            key.ifPresent(text -> store.create(ApiKey.of(text, null, clock.instant(), random)));
            stored = true;
        }
    }
}
