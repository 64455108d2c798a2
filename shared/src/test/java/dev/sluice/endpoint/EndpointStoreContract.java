package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.event.AppId;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.SigningScheme;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link EndpointStore} does. */
public abstract class EndpointStoreContract {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private final AppId other = Samples.app();
    private EndpointStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        Stores stores = stores(clock);
        store = stores.endpoints();
        stores.applications().create(Samples.application(app));
        stores.applications().create(Samples.application(other));
    }

    @Test
    void findsWhatWasCreatedAsItWas() {
        Endpoint plain = Samples.endpoint(app, Samples.NOON);
        Endpoint full = Samples.fullEndpoint(app, Samples.NOON);

        store.create(plain);
        store.create(full);

        assertThat(store.find(app, plain.id())).contains(plain);
        assertThat(store.find(app, full.id())).contains(full);
    }

    @ParameterizedTest
    @EnumSource
    void findsEveryFormOfSigningAsItWas(SigningScheme scheme) {
        for (HeaderStyle names : HeaderStyle.values()) {
            Endpoint plain = Samples.endpoint(app, Samples.NOON);
            Endpoint endpoint =
                    plain.withSigning(plain.signing().in(new SigningForm.Standard(scheme, names)), Samples.NOON);

            store.create(endpoint);

            assertThat(store.find(app, endpoint.id())).contains(endpoint);
        }
    }

    @Test
    void hidesAnotherApplicationsEndpoint() {
        Endpoint endpoint = created(0);

        assertThat(store.find(other, endpoint.id())).isEmpty();
        assertThat(store.list(other)).isEmpty();
        assertThat(store.delete(other, endpoint.id())).isFalse();
        assertThat(store.find(app, endpoint.id())).isPresent();
    }

    @Test
    void listsInTheOrderOfCreation() {
        List<Endpoint> endpoints = IntStream.range(0, 130)
                .mapToObj(i -> Samples.endpoint(app, Samples.NOON.plusMillis(i)))
                .toList();
        endpoints.reversed().forEach(store::create);

        assertThat(store.list(app)).isEqualTo(endpoints);
    }

    @Test
    void doesNotCreateForAnUnknownApplication() {
        Endpoint endpoint = Samples.endpoint(Samples.app(), Samples.NOON);

        assertThatIllegalStateException().isThrownBy(() -> store.create(endpoint));

        assertThat(store.find(endpoint.app(), endpoint.id())).isEmpty();
        assertThat(store.version(endpoint.app())).isEmpty();
    }

    @Test
    void doesNotCreateAnIdTwice() {
        Endpoint endpoint = created(0);
        Endpoint twin = endpoint.withStatus(EndpointStatus.PAUSED, null, Samples.NOON.plusSeconds(1));

        assertThatIllegalStateException().isThrownBy(() -> store.create(twin));

        assertThat(store.find(app, endpoint.id())).contains(endpoint);
    }

    @Test
    void replacesWhatHasNotChanged() {
        Endpoint full = Samples.fullEndpoint(app, Samples.NOON);
        store.create(full);
        Endpoint plain = full.withStatus(EndpointStatus.ACTIVE, null, Samples.NOON.plusSeconds(1));

        assertThat(store.replace(full, plain)).isTrue();

        assertThat(store.find(app, full.id())).contains(plain);
    }

    @Test
    void doesNotReplaceWhatHasChanged() {
        Endpoint first = created(0);
        Endpoint second = first.withStatus(EndpointStatus.PAUSED, null, Samples.NOON.plusSeconds(1));
        store.replace(first, second);

        assertThat(store.replace(first, first.withStatus(EndpointStatus.DISABLED, DisabledReason.GONE, Samples.NOON)))
                .isFalse();

        assertThat(store.find(app, first.id())).contains(second);
    }

    @Test
    void doesNotReplaceWhatHasChangedInTheSameMillisecond() {
        Endpoint first = created(0);
        Endpoint second = first.withStatus(EndpointStatus.PAUSED, null, first.updatedAt());
        store.replace(first, second);

        assertThat(store.replace(
                        first, first.withStatus(EndpointStatus.DISABLED, DisabledReason.GONE, first.updatedAt())))
                .isFalse();

        assertThat(store.find(app, first.id())).contains(second);
    }

    @Test
    void oneOfManyReplacersWins() throws Exception {
        Endpoint first = created(0);
        List<Endpoint> next = IntStream.range(0, 4)
                .mapToObj(i -> first.withStatus(EndpointStatus.PAUSED, null, Samples.NOON.plusMillis(i + 1)))
                .toList();

        List<Boolean> replaced = Race.of(4, runner -> () -> store.replace(first, next.get(runner)));

        assertThat(replaced).containsOnlyOnce(true);
        assertThat(store.find(app, first.id())).contains(next.get(replaced.indexOf(true)));
    }

    @Test
    void deletesOnce() {
        Endpoint endpoint = created(0);

        assertThat(store.delete(app, endpoint.id())).isTrue();

        assertThat(store.find(app, endpoint.id())).isEmpty();
        assertThat(store.list(app)).isEmpty();
        assertThat(store.delete(app, endpoint.id())).isFalse();
        assertThat(store.delete(app, Samples.endpointId())).isFalse();
    }

    @Test
    void whatIsDeletedStaysDeleted() {
        Endpoint endpoint = created(0);
        store.delete(app, endpoint.id());

        assertThat(store.replace(
                        endpoint, endpoint.withStatus(EndpointStatus.PAUSED, null, Samples.NOON.plusSeconds(1))))
                .isFalse();

        clock.advance(Duration.ofDays(36));
        assertThat(store.find(app, endpoint.id())).isEmpty();
        clock.advance(Duration.ofDays(2));
        assertThat(store.find(app, endpoint.id())).isEmpty();
        assertThat(store.list(app)).isEmpty();
    }

    @Test
    void movesTheVersionWithEveryChangeOfWhoSubscribesOfTheApplicationAlone() {
        long before = version(app);
        long others = version(other);

        Endpoint endpoint = created(0);
        long created = version(app);
        Endpoint paused = endpoint.withStatus(EndpointStatus.PAUSED, null, Samples.NOON.plusSeconds(1));
        store.replace(endpoint, paused);
        assertThat(version(app)).as("nothing that matching reads").isEqualTo(created);
        Endpoint choosy = paused.withSettings(
                paused.settings()
                        .change()
                        .subscription(new Subscription(List.of("order.paid")))
                        .done(),
                Samples.NOON.plusSeconds(2));
        store.replace(paused, choosy);
        long replaced = version(app);
        store.replace(paused, choosy); // changed meanwhile: writes nothing
        long lost = version(app);
        store.delete(app, endpoint.id());
        long deleted = version(app);

        assertThat(List.of(before, created, replaced, deleted)).doesNotHaveDuplicates();
        assertThat(lost).isEqualTo(replaced);
        assertThat(version(other)).isEqualTo(others);
        assertThat(store.version(Samples.app())).isEmpty();
    }

    private long version(AppId whose) {
        return store.version(whose).orElseThrow();
    }

    private Endpoint created(int afterMillis) {
        Endpoint endpoint = Samples.endpoint(app, Samples.NOON.plusMillis(afterMillis));
        store.create(endpoint);
        return endpoint;
    }
}
