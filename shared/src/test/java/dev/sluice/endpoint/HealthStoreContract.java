package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.wake.Stores;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HealthStore} does. */
public abstract class HealthStoreContract {

    private static final Instant UNTIL = Samples.NOON.plusSeconds(60);

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private final AppId other = Samples.app();
    private EndpointStore endpoints;
    private HealthStore store;
    private Endpoint endpoint;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        Stores stores = stores(clock);
        endpoints = stores.endpoints();
        store = stores.health();
        stores.applications().create(Samples.application(app));
        stores.applications().create(Samples.application(other));
        endpoint = Samples.fullEndpoint(app, Samples.NOON);
        endpoints.create(endpoint);
    }

    @Test
    void anEndpointIsWellAtFirst() {
        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(endpoint, Health.GOOD));
    }

    @Test
    void aMarkIsReadBackAndLeavesTheEndpointAsItIs() {
        assertThat(store.markSlow(app, endpoint.id(), UNTIL)).isTrue();

        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(endpoint, new Health(UNTIL)));
        assertThat(endpoints.find(app, endpoint.id())).contains(endpoint);
    }

    @Test
    void aMarkIsMadeLongerAndNeverShorter() {
        store.markSlow(app, endpoint.id(), UNTIL);

        assertThat(store.markSlow(app, endpoint.id(), UNTIL)).isFalse();
        assertThat(store.markSlow(app, endpoint.id(), UNTIL.minusMillis(1))).isFalse();
        assertThat(store.markSlow(app, endpoint.id(), UNTIL.plusMillis(1))).isTrue();
        assertThat(store.find(app, endpoint.id()).orElseThrow().health().slowUntil())
                .isEqualTo(UNTIL.plusMillis(1));
    }

    @Test
    void aMarkOutlivesAChangeOfTheEndpoint() {
        store.markSlow(app, endpoint.id(), UNTIL);
        Endpoint moved = endpoint.withSettings(
                endpoint.settings()
                        .change()
                        .url(URI.create("https://elsewhere.example/"))
                        .done(),
                Samples.NOON);

        assertThat(endpoints.replace(endpoint, moved)).isTrue();

        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(moved, new Health(UNTIL)));
    }

    @Test
    void whatIsNotThereIsNeitherFoundNorMarked() {
        assertThat(store.find(other, endpoint.id())).isEmpty();
        assertThat(store.markSlow(other, endpoint.id(), UNTIL)).isFalse();

        endpoints.delete(app, endpoint.id());

        assertThat(store.find(app, endpoint.id())).isEmpty();
        assertThat(store.markSlow(app, endpoint.id(), UNTIL)).isFalse();
        assertThat(store.find(app, Samples.endpointId())).isEmpty();
        assertThat(store.markSlow(app, Samples.endpointId(), UNTIL)).isFalse();
    }
}
