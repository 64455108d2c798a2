package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointerCleaningTest {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDeadLetterQueue queue = new InMemoryDeadLetterQueue();
    private final PointerCleaning cleaning =
            new PointerCleaning(stores.dead(), stores.deliveries(), new InMemoryPointers(queue));
    private final AppId app = Samples.app();
    private final EndpointId endpoint = Samples.endpointId();

    @Test
    void nothingIsReceivedUnlessSomebodyAsked() {
        redriven(dead());

        assertThat(run()).isZero();

        assertThat(queue.pointers()).hasSize(1);
    }

    @Test
    void aPointerGoesWhenItsRowHasComeUpToIt() {
        Delivery dead = dead();
        redriven(dead());
        purged(dead());
        stores.dead().askForCleaning(now());

        assertThat(run()).isEqualTo(2);

        assertThat(queue.pointers()).containsExactly(dead.pointer());
    }

    @Test
    void whatCameFromThePoisonQueueStaysUnlessItsRowCarriesOn() {
        Delivery poisoned = Samples.first(app, endpoint, now());
        queue.add(One.of(poisoned.key(), 1));
        Delivery retrying = Samples.failedOnce(Samples.first(app, endpoint, now()), now(), Delivery.Wait.ROW, now());
        stores.deliveries().write(null, retrying);
        queue.add(One.of(retrying.key(), 1));
        queue.add(One.of(Samples.first(app, endpoint, now()).key(), 2)); // its row has expired
        stores.dead().askForCleaning(now());

        assertThat(run()).isEqualTo(2);

        assertThat(queue.pointers()).containsExactly(One.of(poisoned.key(), 1));
    }

    @Test
    void atMostAThousandAreLookedAtInATickAndAllInTheEnd() {
        List<Delivery> dead = IntStream.range(0, 1_500).mapToObj(_ -> dead()).toList();
        dead.subList(1_200, 1_400).forEach(this::redriven);
        stores.dead().askForCleaning(now());
        clock.advance(Duration.ofMinutes(1));

        assertThat(run()).as("the first thousand are dead").isZero();
        assertThat(stores.dead().cleaning()).isPresent();
        for (int tick = 0; tick < 4 && stores.dead().cleaning().isPresent(); tick++) {
            run();
        }

        assertThat(queue.pointers()).hasSize(1_300);
        assertThat(stores.dead().cleaning()).isEmpty();
    }

    @Test
    void whatARequestMovesBehindTheRoundIsCleanedByTheNext() {
        Delivery dead = dead();
        stores.dead().askForCleaning(now());
        assertThat(run()).isZero();
        redriven(dead);

        clock.advance(Duration.ofMinutes(1));

        assertThat(run()).isEqualTo(1);
        assertThat(stores.dead().cleaning()).isEmpty();
    }

    @Test
    void withoutTimeNothingIsReceivedAndTheCleaningStands() {
        redriven(dead());
        stores.dead().askForCleaning(now());
        clock.advance(Duration.ofMinutes(1));

        assertThat(cleaning.run(now(), () -> false)).isZero();

        assertThat(stores.dead().cleaning()).isPresent();
    }

    private Instant now() {
        return clock.instant();
    }

    private int run() {
        return cleaning.run(now(), () -> true);
    }

    private Delivery dead() {
        Delivery dead = Samples.first(app, endpoint, now()).dead(Cause.without(Cause.Reason.POISON), now());
        stores.deliveries().write(null, dead);
        queue.add(dead.pointer());
        return dead;
    }

    private void redriven(Delivery dead) {
        assertThat(stores.deliveries().write(dead, dead.again(HoldReason.REDRIVE, now())))
                .isTrue();
    }

    private void purged(Delivery dead) {
        assertThat(stores.deliveries().write(dead, dead.purged(now()))).isTrue();
    }
}
