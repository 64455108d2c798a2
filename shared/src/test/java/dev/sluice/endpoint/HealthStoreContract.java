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
    private static final Breaker OPEN =
            new Breaker(5, Samples.NOON.minusSeconds(9), Samples.NOON.minusSeconds(1), UNTIL, 0, 0);

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

        assertThat(store.find(app, endpoint.id()))
                .contains(new HealthStore.Known(endpoint, new Health(UNTIL, Breaker.CLOSED, null)));
        assertThat(endpoints.find(app, endpoint.id())).contains(endpoint);
    }

    @Test
    void whenSecretsOpenedIsReadBackBesideTheRest() {
        store.markSlow(app, endpoint.id(), UNTIL);
        store.secretsOpened(app, endpoint.id(), UNTIL.plusMillis(1));
        store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN);
        store.secretsOpened(other, endpoint.id(), UNTIL.plusMillis(2));

        assertThat(store.find(app, endpoint.id()))
                .contains(new HealthStore.Known(endpoint, new Health(UNTIL, OPEN, UNTIL.plusMillis(1))));
        assertThat(store.find(other, endpoint.id())).isEmpty();
    }

    @Test
    void anApplicationsEndpointsAreListedWithTheirHealth() {
        Endpoint later = Samples.fullEndpoint(app, Samples.NOON.plusSeconds(1));
        Endpoint gone = Samples.fullEndpoint(app, Samples.NOON.plusSeconds(2));
        endpoints.create(later);
        endpoints.create(gone);
        endpoints.delete(app, gone.id());
        store.replace(app, later.id(), Breaker.CLOSED, OPEN);

        assertThat(store.list(app))
                .containsExactly(
                        new HealthStore.Known(endpoint, Health.GOOD),
                        new HealthStore.Known(later, new Health(null, OPEN, null)));
        assertThat(store.list(other)).isEmpty();
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
    void healthOutlivesAChangeOfTheEndpoint() {
        store.markSlow(app, endpoint.id(), UNTIL);
        store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN);
        Endpoint changed = changed(endpoint.settings().url(), "another description");

        assertThat(endpoints.replace(endpoint, changed)).isTrue();

        assertThat(store.find(app, endpoint.id()))
                .contains(new HealthStore.Known(changed, new Health(UNTIL, OPEN, null)));
    }

    @Test
    void anEndpointThatIsMovedHasNoPast() {
        store.markSlow(app, endpoint.id(), UNTIL);
        store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN);
        Endpoint moved = changed(
                URI.create("https://elsewhere.example/"), endpoint.settings().description());

        assertThat(endpoints.replace(endpoint, moved)).isTrue();

        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(moved, Health.GOOD));
    }

    @Test
    void anEndpointThatIsPutToWorkAgainHasNoPast() {
        store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN);
        Endpoint disabled = endpoint.withStatus(EndpointStatus.DISABLED, Endpoint.DisabledReason.FAILING, Samples.NOON);
        Endpoint active = disabled.withStatus(EndpointStatus.ACTIVE, null, Samples.NOON);

        endpoints.replace(endpoint, disabled);
        assertThat(store.find(app, endpoint.id()).orElseThrow().health().breaker())
                .isEqualTo(OPEN);
        endpoints.replace(disabled, active);

        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(active, Health.GOOD));
    }

    private Endpoint changed(URI url, String description) {
        return endpoint.withSettings(
                endpoint.settings().change().url(url).description(description).done(), Samples.NOON);
    }

    @Test
    void ofTwoWhoReplaceTheSameBreakerOneDoes() {
        Breaker failed = Breaker.CLOSED.failed(Samples.NOON);

        assertThat(store.replace(app, endpoint.id(), Breaker.CLOSED, failed)).isTrue();
        assertThat(store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN)).isFalse();
        assertThat(store.replace(app, endpoint.id(), OPEN, Breaker.CLOSED)).isFalse();
        assertThat(store.find(app, endpoint.id()))
                .contains(new HealthStore.Known(endpoint, new Health(null, failed, null)));

        assertThat(store.replace(app, endpoint.id(), failed, OPEN)).isTrue();
        assertThat(store.replace(app, endpoint.id(), failed, OPEN)).isFalse();
        assertThat(store.replace(app, endpoint.id(), OPEN, OPEN.probing(UNTIL))).isTrue();
        assertThat(store.replace(app, endpoint.id(), OPEN, OPEN.probing(UNTIL))).isFalse();
        assertThat(store.replace(app, endpoint.id(), OPEN.probing(UNTIL), Breaker.CLOSED))
                .isTrue();
        assertThat(store.find(app, endpoint.id())).contains(new HealthStore.Known(endpoint, Health.GOOD));
    }

    @Test
    void whatIsNotThereIsNeitherFoundNorChanged() {
        assertThat(store.find(other, endpoint.id())).isEmpty();
        assertThat(store.markSlow(other, endpoint.id(), UNTIL)).isFalse();
        assertThat(store.replace(other, endpoint.id(), Breaker.CLOSED, OPEN)).isFalse();

        endpoints.delete(app, endpoint.id());

        assertThat(store.find(app, endpoint.id())).isEmpty();
        assertThat(store.markSlow(app, endpoint.id(), UNTIL)).isFalse();
        assertThat(store.replace(app, endpoint.id(), Breaker.CLOSED, OPEN)).isFalse();
        assertThat(store.find(app, Samples.endpointId())).isEmpty();
        assertThat(store.markSlow(app, Samples.endpointId(), UNTIL)).isFalse();
        assertThat(store.replace(app, Samples.endpointId(), Breaker.CLOSED, OPEN))
                .isFalse();
    }
}
