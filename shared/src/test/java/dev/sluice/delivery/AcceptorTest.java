package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Acceptor.Accepted;
import dev.sluice.delivery.Acceptor.Collision;
import dev.sluice.delivery.Acceptor.UnknownApplication;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.wake.InMemoryStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    private static final Instant NOW = Samples.NOON;

    private final InMemoryStores stores = InMemoryStores.of(() -> NOW);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(() -> NOW);
    private final Acceptor acceptor = new Acceptor(new Subscriptions(stores.endpoints()), stores.events(), queue);
    private final AppId app = Samples.app();

    @BeforeEach
    void createApplication() {
        stores.applications().create(Samples.application(app));
    }

    @Test
    void storesAndSendsAnEventForOneEndpoint() {
        Endpoint endpoint = endpoint(0);
        Event event = Samples.event(app, NOW);

        Accepted accepted = (Accepted) acceptor.accept(event, NOW);

        assertThat(accepted.duplicate()).isFalse();
        assertThat(accepted.event().firstEndpoints()).containsExactly(endpoint.id());
        assertThat(stores.events().find(accepted.event().key())).isPresent();
        assertThat(queue.take()).containsExactly(new One(app, event.id(), endpoint.id(), 1));
    }

    @Test
    void storesAndSendsAnEventForThoseThatAreNamedWhateverTheyWant() {
        endpoint(0);
        Endpoint named = endpoint(1);
        Event event = Samples.event(app, NOW);

        Accepted accepted = (Accepted) acceptor.accept(event, NOW, List.of(named.id()));

        assertThat(accepted.event().firstEndpoints()).containsExactly(named.id());
        assertThat(queue.take()).containsExactly(new One(app, event.id(), named.id(), 1));
    }

    @Test
    void sendsOneMessageForManyEndpoints() {
        for (int i = 0; i < 25; i++) {
            endpoint(i);
        }
        Event event = Samples.event(app, NOW);

        acceptor.accept(event, NOW);

        assertThat(queue.take()).containsExactly(new Split(app, event.id(), 0, 25));
    }

    @Test
    void storesAnEventThatNobodyWantsAndSendsNothing() {
        Event event = Samples.event(app, NOW);

        assertThat(acceptor.accept(event, NOW)).isInstanceOf(Accepted.class);

        assertThat(stores.events().find(new EventKey(app, event.id()))).isPresent();
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aDuplicateSendsAgainToWhoWantedItThen() {
        Endpoint endpoint = endpoint(0);
        Event event = Samples.event(app, NOW);
        acceptor.accept(event, NOW);
        queue.purge(); // lost, or never sent
        endpoint(1);

        Accepted again = (Accepted) acceptor.accept(event, NOW.plusSeconds(60));

        assertThat(again.duplicate()).isTrue();
        assertThat(again.event().acceptedAt()).isEqualTo(NOW);
        assertThat(queue.take()).containsExactly(new One(app, event.id(), endpoint.id(), 1));
    }

    @Test
    void anotherOccurrenceWithTheIdIsNeitherStoredNorSent() {
        endpoint(0);
        Event event = Samples.event(app, NOW);
        acceptor.accept(event, NOW);
        queue.purge();

        assertThat(acceptor.accept(Samples.event(app, event.id(), NOW, "another", "{\"x\":1}"), NOW))
                .isEqualTo(new Collision());

        assertThat(queue.take()).isEmpty();
        assertThat(stores.events()
                        .find(new EventKey(app, event.id()))
                        .orElseThrow()
                        .event()
                        .data())
                .isEqualTo(event.data());
    }

    @Test
    void anUnknownApplicationsEventIsNeitherStoredNorSent() {
        Event event = Samples.event(Samples.app(), NOW);

        assertThat(acceptor.accept(event, NOW)).isEqualTo(new UnknownApplication());

        assertThat(stores.events().all()).isEmpty();
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void failsWhenTheQueueDoesNotTakeTheMessageAndTheNextTrySendsIt() {
        Endpoint endpoint = endpoint(0);
        Event event = Samples.event(app, NOW);
        queue.refuse(message -> true);
        assertThatThrownBy(() -> acceptor.accept(event, NOW)).isInstanceOf(DispatchQueue.NotAccepted.class);

        queue.refuse(message -> false);
        assertThat(((Accepted) acceptor.accept(event, NOW)).duplicate()).isTrue();

        assertThat(queue.take()).containsExactly(new One(app, event.id(), endpoint.id(), 1));
    }

    @Test
    void manyReportsOfOneOccurrenceAreOneEvent() throws Exception {
        endpoint(0);
        Event event = Samples.event(app, NOW);

        List<Acceptor.Acceptance> got = new ArrayList<>(Race.of(6, runner -> () -> acceptor.accept(event, NOW)));

        assertThat(got).allMatch(Accepted.class::isInstance);
        assertThat(got).filteredOn(each -> !((Accepted) each).duplicate()).hasSize(1);
        assertThat(stores.events().all()).hasSize(1);
        assertThat(queue.take()).hasSize(6);
    }

    private Endpoint endpoint(int afterMillis) {
        Endpoint endpoint = Samples.endpoint(app, NOW.plusMillis(afterMillis));
        stores.endpoints().create(endpoint);
        return endpoint;
    }
}
