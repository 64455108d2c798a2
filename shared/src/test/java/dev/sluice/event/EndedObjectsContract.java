package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EndedObjects} does. */
public abstract class EndedObjectsContract {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private EndedObjects ended;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        ended = stores(clock).ended();
    }

    @Test
    void knowsWhatEndedByItsExactIdAndItsApplication() {
        end("sub_1");

        assertThat(ended.contains(app, "sub_1")).isTrue();
        assertThat(ended.contains(app, "sub_2")).isFalse();
        assertThat(ended.contains(app, "SUB_1")).isFalse();
        assertThat(ended.contains(Samples.app(), "sub_1")).isFalse();
    }

    @Test
    void remembersAsLongAsEventsAreKeptAndLearnsItAnew() {
        end("sub_1");
        Instant end = Samples.NOON.plus(Stores.EVENTS_KEPT).truncatedTo(ChronoUnit.SECONDS);

        clock.set(end.minusMillis(1));
        assertThat(ended.contains(app, "sub_1")).isTrue();

        clock.set(end);
        assertThat(ended.contains(app, "sub_1")).isFalse();

        end("sub_1");
        assertThat(ended.contains(app, "sub_1")).isTrue();
    }

    @Test
    void aSecondEndChangesNothing() {
        end("sub_1");
        clock.advance(Duration.ofDays(10));
        end("sub_1");

        clock.set(Samples.NOON.plus(Stores.EVENTS_KEPT));
        assertThat(ended.contains(app, "sub_1")).isFalse();
    }

    @Test
    void manyMayTellTheSameEndAtOnce() throws Exception {
        Race.of(4, _ -> () -> {
            end("sub_1");
            return true;
        });

        assertThat(ended.contains(app, "sub_1")).isTrue();
    }

    private void end(String object) {
        ended.add(app, object, Samples.NOON.minusSeconds(5), clock.instant());
    }
}
