package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HeldStore} does. */
public abstract class HeldStoreContract {

    private static final Instant NOW = Samples.NOON;
    private static final Instant NEXT = NOW.plusSeconds(600);

    private final SettableClock clock = new SettableClock(NOW);
    private final AppId app = Samples.app();
    private final Endpoint endpoint = Samples.endpoint(app, NOW);
    private Stores stores;
    private HeldStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        stores = stores(clock);
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
        store = stores.held();
    }

    @Test
    void nobodyLooksBeforeAnybodyAsked() {
        assertThat(take(NOW)).isEmpty();
        assertThat(due()).isEmpty();
    }

    @Test
    void isTakenOnceItsTimeHasCome() {
        store.wakeBy(app, endpoint.id(), NOW);

        assertThat(take(NOW.minusMillis(1))).isEmpty();
        assertThat(take(NOW)).contains(0);
        assertThat(take(NOW)).isEmpty();
        assertThat(take(NEXT.minusMillis(1))).isEmpty();
        assertThat(take(NEXT)).as("a look that did not end").contains(0);
    }

    @Test
    void oneOfManyTakesIt() throws Exception {
        store.wakeBy(app, endpoint.id(), NOW);

        List<Optional<Integer>> taken = Race.of(5, runner -> () -> take(NOW));

        assertThat(taken).containsOnlyOnce(Optional.of(0));
    }

    @Test
    void theEarliestTimeCounts() {
        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(60));
        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(30));
        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(90));

        assertThat(take(NOW.plusSeconds(29))).isEmpty();
        assertThat(take(NOW.plusSeconds(30))).isPresent();
    }

    @Test
    void remembersTheShareUntilTheNextLook() {
        store.wakeBy(app, endpoint.id(), NOW);
        take(NOW);

        store.settle(app, endpoint.id(), NEXT, NOW.plusSeconds(60), 120);

        assertThat(take(NOW.plusSeconds(59))).isEmpty();
        assertThat(take(NOW.plusSeconds(60))).contains(120);
    }

    @Test
    void aRequestDuringTheLookOutlivesIt() {
        store.wakeBy(app, endpoint.id(), NOW);
        take(NOW);
        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(5));

        store.settle(app, endpoint.id(), NEXT, null, 0);

        assertThat(take(NOW.plusSeconds(5))).isPresent();
    }

    @Test
    void aLookThatFoundNothingIsTheLast() {
        store.wakeBy(app, endpoint.id(), NOW);
        take(NOW);

        store.settle(app, endpoint.id(), NEXT, null, 0);

        assertThat(take(NEXT)).isEmpty();
        assertThat(due()).isEmpty();
    }

    @Test
    void aSettledLookStartsAnewWithShareZero() {
        store.wakeBy(app, endpoint.id(), NOW);
        take(NOW);
        store.settle(app, endpoint.id(), NEXT, NOW.plusSeconds(60), 120);
        take(NOW.plusSeconds(60));
        store.settle(app, endpoint.id(), NEXT, null, 0);

        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(90));

        assertThat(take(NOW.plusSeconds(90))).contains(0);
    }

    @Test
    void aChangeOfTheEndpointKeepsTheTime() {
        store.wakeBy(app, endpoint.id(), NOW);
        Endpoint paused = endpoint.withStatus(EndpointStatus.PAUSED, null, NOW.plusSeconds(1));

        stores.endpoints().replace(endpoint, paused);

        assertThat(due()).containsExactly(new Due.OfEndpoint(app, endpoint.id()));
        assertThat(take(NOW)).contains(0);
        assertThat(stores.endpoints().find(app, endpoint.id())).contains(paused);
    }

    @Test
    void aDeletedEndpointIsLookedAtWhileItsTombstoneStands() {
        store.wakeBy(app, endpoint.id(), NOW);
        stores.endpoints().delete(app, endpoint.id());

        assertThat(due()).containsExactly(new Due.OfEndpoint(app, endpoint.id()));
        assertThat(take(NOW)).contains(0);

        store.wakeBy(app, endpoint.id(), NOW.plusSeconds(1));
        assertThat(take(NOW.plusSeconds(1))).contains(0);

        clock.advance(Duration.ofDays(38));
        assertThat(take(clock.instant())).isEmpty();
    }

    @Test
    void anUnknownEndpointIsNeverLookedAt() {
        store.wakeBy(app, Samples.endpointId(), NOW);
        store.wakeBy(Samples.app(), endpoint.id(), NOW);

        assertThat(due()).isEmpty();
        assertThat(store.take(Samples.app(), endpoint.id(), NOW, NEXT)).isEmpty();
    }

    @Test
    void listsWhatIsHeldForTheEndpointAlone() {
        Delivery paused = Samples.first(app, endpoint.id(), NOW).held(HoldReason.PAUSED, NOW);
        Delivery secret = Samples.first(app, endpoint.id(), NOW).held(HoldReason.SECRET, NOW);
        Delivery pending = Samples.failedOnce(Samples.first(app, endpoint.id(), NOW), NOW, Delivery.Wait.ROW, NOW);
        Delivery others = Samples.first(app, Samples.endpointId(), NOW).held(HoldReason.PAUSED, NOW);
        Delivery released = Samples.first(app, endpoint.id(), NOW).held(HoldReason.PAUSED, NOW);
        List.of(paused, secret, pending, others, released)
                .forEach(row -> stores.deliveries().write(null, row));
        stores.deliveries().write(released, released.released(NOW, NOW));

        assertThat(store.held(app, endpoint.id(), 100)).containsExactlyInAnyOrder(paused.key(), secret.key());
        assertThat(store.held(Samples.app(), endpoint.id(), 100)).isEmpty();
    }

    @Test
    void listsTheLongestHeldFirstAndNoMoreThanAsked() {
        List<Delivery> rows = IntStream.range(0, 400)
                .mapToObj(i -> Samples.first(app, endpoint.id(), NOW).held(HoldReason.PAUSED, NOW.plusSeconds(i)))
                .peek(row -> stores.deliveries().write(null, row))
                .toList();
        List<DeliveryKey> keys = rows.stream().map(Delivery::key).toList();

        List<DeliveryKey> held = store.held(app, endpoint.id(), 32);

        assertThat(held).hasSizeLessThanOrEqualTo(32).hasSizeGreaterThan(24).doesNotHaveDuplicates();
        // "About": by shards, over which ids fall as they do; that one of the youngest half is among so few does not
        // happen.
        assertThat(keys.subList(0, 200)).containsAll(held);
        assertThat(store.held(app, endpoint.id(), 4_000)).containsExactlyInAnyOrderElementsOf(keys);
    }

    private Optional<Integer> take(Instant now) {
        return store.take(app, endpoint.id(), now, NEXT);
    }

    private List<Due> due() {
        return IntStream.range(0, WakeIndex.SHARDS)
                .boxed()
                .flatMap(shard -> stores.wakeIndex().due(shard, NOW, 10).stream())
                .toList();
    }
}
