package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.RateStore.Places;
import dev.sluice.event.AppId;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link RateStore} does. */
public abstract class RateStoreContract {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant NOW = NOON.plusMillis(250);
    private static final Instant UNTIL = NOW.plusSeconds(60);

    private final SettableClock clock = new SettableClock(NOW);
    private final AppId app = Samples.app();
    private RateStore store;
    private EndpointStore endpoints;
    private EndpointId endpoint;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        Stores stores = stores(clock);
        stores.applications().create(Samples.application(app));
        Endpoint created = Samples.endpoint(app, NOW);
        endpoints = stores.endpoints();
        endpoints.create(created);
        endpoint = created.id();
        store = stores.rates();
    }

    private Optional<Places> take(int perSecond, int most, Instant now) {
        return store.take(app, endpoint, perSecond, most, now, UNTIL);
    }

    @Test
    void theFirstPlacesAreThoseOfTheSecondThatIs() {
        assertThat(take(10, 3, NOW)).contains(new Places(NOON, 3, 10));
        assertThat(take(10, 1, NOW)).contains(new Places(NOON.plusMillis(300), 1, 10));
    }

    @Test
    void theNextSecondHasItsOwn() {
        take(10, 3, NOW);

        assertThat(take(10, 1, NOW.plusSeconds(1))).contains(new Places(NOON.plusSeconds(1), 1, 10));
    }

    @Test
    void whatASecondHasNotRoomForWaitsForTheNext() {
        take(2, 2, NOW);

        Places third = take(2, 1, NOW).orElseThrow();
        assertThat(third).isEqualTo(new Places(NOON.plusSeconds(1), 1, 2));
        assertThat(third.until(0, NOW)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void placesBeyondTheTimeAreNotTaken() {
        assertThat(store.take(app, endpoint, 2, 100, NOW, NOON.plusSeconds(2))).contains(new Places(NOON, 4, 2));
        assertThat(store.take(app, endpoint, 2, 100, NOW, NOON.plusSeconds(2))).isEmpty();
        assertThat(store.take(app, endpoint, 2, 100, NOW, NOON.plusSeconds(3)))
                .contains(new Places(NOON.plusSeconds(2), 2, 2));
    }

    @Test
    void aLowerRateCountsFromWhereTheHigherOneIs() {
        take(1_000, 500, NOW);

        assertThat(take(1, 1, NOW)).contains(new Places(NOON.plusMillis(500), 1, 1));
        assertThat(take(1, 1, NOW)).contains(new Places(NOON.plusMillis(1_500), 1, 1));
    }

    @Test
    void noTwoTakeTheSamePlace() throws Exception {
        List<Optional<Places>> taken = Race.of(8, runner -> () -> take(10, 2, NOW));

        List<Instant> firsts = taken.stream()
                .flatMap(Optional::stream)
                .map(Places::first)
                .sorted(Comparator.naturalOrder())
                .toList();
        assertThat(firsts).doesNotHaveDuplicates().hasSizeGreaterThan(4);
        for (int i = 0; i < firsts.size(); i++) {
            assertThat(firsts.get(i)).isEqualTo(NOON.plusMillis(200L * i));
        }
    }

    @Test
    void anEndpointThatIsNotThereHasNoPlaces() {
        assertThat(store.take(app, Samples.endpointId(), 10, 1, NOW, UNTIL)).isEmpty();
        assertThat(store.take(Samples.app(), endpoint, 10, 1, NOW, UNTIL)).isEmpty();
        endpoints.delete(app, endpoint);
        assertThat(take(10, 1, NOW)).isEmpty();
    }

    @Test
    void placesOutliveAChangeOfTheEndpoint() {
        take(10, 3, NOW);
        Endpoint before = endpoints.find(app, endpoint).orElseThrow();
        endpoints.replace(before, before.withStatus(EndpointStatus.PAUSED, null, NOW));

        assertThat(take(10, 1, NOW)).contains(new Places(NOON.plusMillis(300), 1, 10));
    }
}
