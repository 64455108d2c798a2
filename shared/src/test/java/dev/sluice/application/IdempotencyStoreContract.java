package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.IdempotencyStore.Binding;
import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IdempotencyStore} does. */
public abstract class IdempotencyStoreContract {

    private final Random random = new Random(6);
    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private IdempotencyStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(clock).idempotency();
    }

    @Test
    void keepsTheFirstBinding() {
        Binding first = binding("a");

        assertThat(bind(app, "key", first)).isEqualTo(first);
        assertThat(bind(app, "key", binding("b"))).isEqualTo(first);
    }

    @Test
    void bindsEachApplicationsKeysForThemselves() {
        Binding other = binding("b");
        bind(app, "key", binding("a"));

        assertThat(bind(Samples.app(), "key", other)).isEqualTo(other);
        assertThat(bind(app, "Key", other)).isEqualTo(other);
    }

    @Test
    void takesKeysOfAnyText() {
        Binding first = binding("a");
        String key = "schlüssel#✓ ".repeat(200);

        bind(app, key, first);

        assertThat(bind(app, key, binding("b"))).isEqualTo(first);
    }

    @Test
    void remembersAKeyForADay() {
        Binding first = binding("a");
        Binding next = binding("b");
        bind(app, "key", first);

        clock.advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(bind(app, "key", next)).isEqualTo(first);

        clock.advance(Duration.ofSeconds(1));
        assertThat(bind(app, "key", next)).isEqualTo(next);
        assertThat(bind(app, "key", first)).isEqualTo(next);
    }

    @Test
    void allRacersGetOneBinding() throws Exception {
        List<Binding> proposed = List.of(binding("a"), binding("b"), binding("c"), binding("d"));

        List<Binding> got = Race.of(4, runner -> () -> bind(app, "key", proposed.get(runner)));

        assertThat(got.stream().distinct()).hasSize(1);
        assertThat(proposed).contains(got.getFirst());
    }

    private Binding bind(AppId whose, String key, Binding proposed) {
        return store.bind(whose, key, proposed, clock.instant());
    }

    private Binding binding(String bodyHash) {
        return new Binding(EventId.create(Samples.NOON, random), bodyHash);
    }
}
