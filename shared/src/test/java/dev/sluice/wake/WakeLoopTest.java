package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WakeLoopTest {

    private final Scheduler scheduler = new Scheduler();

    @Test
    void aLongRetryIsDueAtItsSecond() {
        Instant next = scheduler.now().plus(Duration.ofHours(2)).plusMillis(7_600);
        Delivery row = scheduler.retrying(next, Wait.ROW);

        scheduler.tickFor(Duration.ofMinutes(118));
        assertThat(scheduler.queue.waiting())
                .as("nothing before the last two minutes")
                .isEmpty();

        scheduler.tickFor(Duration.ofMinutes(2));
        scheduler.clock.set(next.minusMillis(1));
        assertThat(scheduler.dispatch()).as("not before its time").isZero();

        scheduler.clock.set(next.plusSeconds(1));
        assertThat(scheduler.dispatch()).isEqualTo(1);
        assertThat(scheduler.status(row.key())).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void aLostMessageIsSentAgainAfterItsGuard() {
        Instant next = scheduler.now().plusSeconds(5);
        Delivery row = scheduler.retrying(next, Wait.MESSAGE);
        Instant guard = next.plus(Delivery.LOST_AFTER);

        scheduler.tickFor(Duration.ofMinutes(15));
        scheduler.clock.set(guard.minusMillis(1));
        scheduler.tick();
        assertThat(scheduler.dispatch()).as("the message might still come").isZero();

        scheduler.clock.set(guard.plusSeconds(1));
        assertThat(scheduler.dispatch()).isEqualTo(1);
        assertThat(scheduler.status(row.key())).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void aRetryThatWasMissedForHoursIsSentAtOnce() {
        Delivery row = scheduler.retrying(scheduler.now().plusSeconds(1_800), Wait.ROW);
        scheduler.clock.advance(Duration.ofHours(9));

        assertThat(scheduler.tick())
                .as("due since half an hour after its failure")
                .isEqualTo(new WakeLoop.Report(1, 0, false, Samples.NOON.plusSeconds(1_800)));
        assertThat(scheduler.told).containsExactly("woken");

        assertThat(scheduler.dispatch()).isEqualTo(1);
        assertThat(scheduler.status(row.key())).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void threeWakesWithoutAnAttemptArePoison() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        Instant end = scheduler.now().plus(Duration.ofHours(6));
        int messages = 0;
        while (scheduler.now().isBefore(end)) {
            scheduler.tick();
            messages += scheduler.queue.waiting().size();
            scheduler.queue.purge();
            scheduler.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(messages).isEqualTo(Delivery.MOST_WAKES);
        assertThat(scheduler.status(row.key()))
                .isInstanceOfSatisfying(
                        Status.Dead.class,
                        dead -> assertThat(dead.cause()).isEqualTo(Cause.without(Cause.Reason.POISON)));
        assertThat(scheduler.deadLetters.pointers()).containsExactly(One.of(row.key(), 2));
    }

    @Test
    void theLastWakeHasItsWholeGuardBeforeItIsPoison() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        for (int wake = 1; wake <= Delivery.MOST_WAKES; wake++) {
            scheduler.clock.set(scheduler.row(row.key()).wakeAt());
            scheduler.tick();
        }
        Instant guard = scheduler.row(row.key()).wakeAt();

        scheduler.clock.set(guard.minusMillis(1));
        scheduler.tick();
        assertThat(scheduler.status(row.key())).isInstanceOf(Status.Pending.class);

        scheduler.clock.set(guard);
        scheduler.tick();
        assertThat(scheduler.status(row.key())).isInstanceOf(Status.Dead.class);
    }

    @Test
    void ticksAtTheSameTimeSendOnce() throws Exception {
        List<DeliveryKey> keys = IntStream.range(0, 40)
                .mapToObj(i -> scheduler.retrying(scheduler.now(), Wait.ROW).key())
                .toList();

        Race.of(4, runner -> scheduler::tick);

        assertThat(scheduler.queue.take()).hasSize(40);
        assertThat(keys)
                .allSatisfy(key -> assertThat(scheduler.row(key).wakes()).isEqualTo(1));
    }

    @Test
    void aTickThatReadTheIndexBeforeAnotherClaimedSendsNothing() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        scheduler.tick();

        WakeLoop.Report report = behind(row).tick(scheduler.now());

        assertThat(report.woken()).isZero();
        assertThat(scheduler.queue.take()).hasSize(1);
        assertThat(scheduler.row(row.key()).wakes()).isEqualTo(1);
    }

    @Test
    void anIndexThatIsBehindAnAttemptWakesNothing() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        Instant next = scheduler.now().plus(Duration.ofHours(10));
        Delivery retried = Samples.failedOnce(row, next, Wait.ROW, scheduler.now());
        scheduler.stores.deliveries().write(row, retried);

        behind(row).tick(scheduler.now());

        assertThat(scheduler.queue.waiting()).isEmpty();
        assertThat(scheduler.row(row.key()))
                .as("not a minute later than decided")
                .isEqualTo(retried);
    }

    @Test
    void anIndexThatIsBehindTheEndWakesNothing() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        Delivery canceled = row.canceled("request", scheduler.now());
        scheduler.stores.deliveries().write(row, canceled);

        behind(row).tick(scheduler.now());

        assertThat(scheduler.queue.waiting()).isEmpty();
        assertThat(scheduler.row(row.key())).isEqualTo(canceled);
    }

    @Test
    void whatTheQueueDoesNotTakeWakesAgain() {
        Delivery taken = scheduler.retrying(scheduler.now(), Wait.ROW);
        Delivery refused = scheduler.retrying(scheduler.now(), Wait.ROW);
        scheduler.queue.refuse(
                message -> message.event().equals(refused.key().id().event()));

        assertThat(scheduler.tick().woken()).isEqualTo(1);
        assertThat(scheduler.queue.take()).containsExactly(One.of(taken.key(), 1));
        scheduler.queue.refuse(message -> false);
        scheduler.stores.deliveries().write(taken, taken.canceled("request", scheduler.now()));

        scheduler.clock.advance(Delivery.LOST_AFTER);
        scheduler.tick();
        assertThat(scheduler.queue.take()).containsExactly(One.of(refused.key(), 1));
    }

    @Test
    void addsNothingToAHighBacklog() {
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        DispatchMessage other = One.of(
                Samples.first(scheduler.app, Samples.endpointId(), scheduler.now())
                        .key(),
                1);
        scheduler.queue.send(java.util.Collections.nCopies(50_001, new Delayed(other, Duration.ZERO)));

        scheduler.clock.advance(Duration.ofMinutes(3));
        assertThat(scheduler.tick())
                .as("how late things are is known all the same")
                .isEqualTo(new WakeLoop.Report(0, 0, true, Samples.NOON));
        assertThat(scheduler.row(row.key())).isEqualTo(row);

        scheduler.queue.purge();
        assertThat(scheduler.tick().woken()).isEqualTo(1);
    }

    @Test
    void oneEndpointThatCannotBeLookedAtStopsNoOther() {
        Endpoint broken = scheduler.endpoint();
        Endpoint well = scheduler.endpoint();
        scheduler.held(broken, HoldReason.PAUSED, 1);
        DeliveryKey held = scheduler.held(well, HoldReason.PAUSED, 1).getFirst();
        Delivery row = scheduler.retrying(scheduler.now(), Wait.ROW);
        List<Due> due = List.of(
                new Due.OfEndpoint(scheduler.app, broken.id()),
                new Due.OfDelivery(row.key()),
                new Due.OfEndpoint(scheduler.app, well.id()));
        WakeLoop loop = new WakeLoop(
                (shard, until, limit) -> shard == 0 ? due : List.of(),
                scheduler.stores.held(),
                new BrokenEndpoint(scheduler.stores.health(), broken.id()),
                scheduler.stores.rates(),
                scheduler.stores.deliveries(),
                scheduler.queue,
                scheduler.deadLetters,
                scheduler.listener);

        assertThatThrownBy(() -> loop.tick(scheduler.now())).hasMessage("cannot be read");

        assertThat(scheduler.queue.take()).containsExactlyInAnyOrder(One.of(row.key(), 1), One.of(held, 1));
    }

    /** A loop whose index still says that a row is due. */
    private WakeLoop behind(Delivery row) {
        List<Due> due = List.of(new Due.OfDelivery(row.key()));
        return scheduler.loop((shard, until, limit) -> shard == 0 ? due : List.of());
    }
}
