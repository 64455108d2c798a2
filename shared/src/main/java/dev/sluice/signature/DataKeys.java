package dev.sluice.signature;

import dev.sluice.signature.Opened.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Data keys, unwrapped in this container's memory alone and only once something is sealed or opened under them. Whoever unwraps is asked
 * once for each, however many ask at once. Safe for use by many threads.
 */
final class DataKeys {

    /** Deliveries of a batch ask side by side: those behind the first shall not each wait for whoever does not answer. */
    static final Duration FAILURE_KNOWN_FOR = Duration.ofSeconds(5);

    private static final int MOST_ROUNDS = 5;

    private final DataKeyStore store;
    private final KeyWrapper wrapper;
    private final KmsKeys kmsKeys;
    private final InstantSource clock;
    private final ConcurrentMap<String, SecretKey> unwrapped = new ConcurrentHashMap<>();
    private final ReentrantLock asking = new ReentrantLock();
    private final Map<String, Failure> failures = new HashMap<>(); // by who is asking alone
    private volatile @Nullable DataKey current;

    DataKeys(DataKeyStore store, KeyWrapper wrapper, KmsKeys kmsKeys, InstantSource clock) {
        this.store = store;
        this.wrapper = wrapper;
        this.kmsKeys = kmsKeys;
        this.clock = clock;
    }

    /** A key and its id. */
    record Named(String id, SecretKey key) {}

    /** What came of looking for a key. */
    sealed interface Found {

        /** It is here. */
        record Key(SecretKey key) implements Found {}

        /** It is not, and why. */
        record Missing(Cause cause) implements Found {}
    }

    /** @param cause why the key is refused; null if it may be had later */
    private record Failure(Instant until, @Nullable Cause cause) {}

    /**
     * The key to seal under, made if there is none of this period.
     *
     * @throws KeysUnavailable if it cannot be had
     */
    Named current() {
        DataKey row = knownCurrent();
        return named(row == null ? findOrMake() : row);
    }

    private Named named(DataKey row) {
        return switch (find(row.id())) {
            case Found.Key(SecretKey key) -> new Named(row.id(), key);
            case Found.Missing(Cause cause) ->
                throw new KeysUnavailable("the current data key cannot be had: " + cause.code());
        };
    }

    /** The id of the key to seal under; empty where the next sealing makes it. */
    Optional<String> currentId() {
        DataKey known = knownCurrent();
        if (known == null) {
            known = ofThisPeriod(store.list()).orElse(null);
            current = known;
        }
        return Optional.ofNullable(known).map(DataKey::id);
    }

    /**
     * The key with this id.
     *
     * @throws KeysUnavailable if it may be had later
     */
    Found find(String id) {
        SecretKey known = unwrapped.get(id);
        if (known != null) {
            return new Found.Key(known);
        }
        Optional<Integer> number = DataKey.number(id);
        if (number.isEmpty()) {
            return new Found.Missing(Cause.UNKNOWN_KEY);
        }
        asking.lock();
        try {
            return ask(id, number.get());
        } finally {
            asking.unlock();
        }
    }

    /** Drops every key; they are asked for again. */
    void forget() {
        asking.lock();
        try {
            unwrapped.clear();
            failures.clear();
            current = null;
        } finally {
            asking.unlock();
        }
    }

    private Found ask(String id, int number) {
        SecretKey known = unwrapped.get(id); // by whoever asked before
        if (known != null) {
            return new Found.Key(known);
        }
        Failure failure = failures.get(id);
        if (failure != null && clock.instant().isBefore(failure.until())) {
            return tell(failure);
        }
        Optional<DataKey> row = store.find(number).filter(key -> kmsKeys.opens(key.kmsKey()));
        if (row.isEmpty()) {
            return new Found.Missing(Cause.UNKNOWN_KEY);
        }
        try {
            return switch (wrapper.unwrap(row.get().kmsKey(), row.get().wrapped(), DataKey.context(number))) {
                case KeyWrapper.Unwrapped.Key(SecretKey key) -> {
                    unwrapped.put(id, key);
                    yield new Found.Key(key);
                }
                case KeyWrapper.Unwrapped.Refused() -> tell(remember(id, Cause.KEY_REFUSED));
            };
        } catch (KeysUnavailable e) {
            remember(id, null);
            throw e;
        }
    }

    private static Found tell(Failure failure) {
        Cause cause = failure.cause();
        if (cause == null) {
            throw new KeysUnavailable("a data key could not be unwrapped a moment ago");
        }
        return new Found.Missing(cause);
    }

    private Failure remember(String id, @Nullable Cause cause) {
        Failure failure = new Failure(clock.instant().plus(FAILURE_KNOWN_FOR), cause);
        failures.put(id, failure);
        return failure;
    }

    private @Nullable DataKey knownCurrent() {
        DataKey known = current;
        return known != null && kmsKeys.isOfThisPeriod(known, clock.instant()) ? known : null;
    }

    private Optional<DataKey> ofThisPeriod(List<DataKey> rows) {
        Instant now = clock.instant();
        return rows.reversed().stream()
                .filter(row -> kmsKeys.isOfThisPeriod(row, now))
                .findFirst();
    }

    private DataKey findOrMake() {
        asking.lock();
        try {
            for (int round = 0; round < MOST_ROUNDS; round++) {
                List<DataKey> rows = store.list();
                Optional<DataKey> there = ofThisPeriod(rows).or(() -> make(rows));
                if (there.isPresent()) {
                    current = there.get();
                    return there.get();
                }
            }
            throw new KeysUnavailable("others make data keys all the time");
        } finally {
            asking.unlock();
        }
    }

    /** A new one; nothing if another container was faster, whose row has the number then. */
    private Optional<DataKey> make(List<DataKey> rows) {
        int number = rows.isEmpty() ? 1 : rows.getLast().number() + 1;
        String kmsKey = kmsKeys.requireCurrent();
        KeyWrapper.Made made = wrapper.make(kmsKey, DataKey.context(number));
        DataKey row =
                new DataKey(number, kmsKey, made.wrapped(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        if (!store.add(row)) {
            return Optional.empty();
        }
        unwrapped.put(row.id(), made.key()); // not before: what is sealed under the number may be another's
        return Optional.of(row);
    }
}
