package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DataKeyStore} does. */
public abstract class DataKeyStoreContract {

    private static final String ARN = "arn:aws:kms:eu-west-1:123456789012:key/one";
    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.123Z");

    private DataKeyStore store;

    protected abstract DataKeyStore store();

    @BeforeEach
    void open() {
        store = store();
    }

    @Test
    void findsWhatWasAdded() {
        DataKey key = new DataKey(3, ARN, "AAEC/w==", NOW);

        assertThat(store.add(key)).isTrue();

        assertThat(store.find(3)).contains(key);
        assertThat(store.find(2)).isEmpty();
    }

    @Test
    void listsByTheNumbers() {
        List<DataKey> keys =
                IntStream.range(1, 13).mapToObj(number -> key(number, "AAAA")).toList();
        keys.reversed().forEach(store::add);

        assertThat(store.list()).isEqualTo(keys);
    }

    @Test
    void keepsTheFirstOfANumber() {
        store.add(key(1, "AAAA"));

        assertThat(store.add(key(1, "BBBB"))).isFalse();
        assertThat(store.add(key(1, "AAAA"))).isTrue(); // as a client does whose first answer was lost

        assertThat(store.list()).containsExactly(key(1, "AAAA"));
    }

    @Test
    void oneOfManyIsFirst() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> added = threads.invokeAll(IntStream.range(0, 6)
                    .mapToObj(i -> (java.util.concurrent.Callable<Boolean>) () -> store.add(key(1, "AAA" + i)))
                    .toList());
            assertThat(Collections.frequency(
                            added.stream().map(Future::resultNow).toList(), true))
                    .isEqualTo(1);
        }
    }

    private static DataKey key(int number, String wrapped) {
        return new DataKey(number, ARN, wrapped, NOW);
    }
}
