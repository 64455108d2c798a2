package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeldReleaseTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Scheduler scheduler = new Scheduler();

    @Test
    void releasesTwiceAsManyEveryMinute() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.PAUSED, 1_000);

        assertThat(movedEachMinute(6)).containsExactly(60, 120, 240, 480, 100, 0);
        assertThat(scheduler.dispatch()).isEqualTo(1_000);
        assertThat(scheduler.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Delivered.class));
    }

    private List<Integer> movedEachMinute(int minutes) {
        List<Integer> moved = new ArrayList<>();
        for (int minute = 0; minute < minutes; minute++) {
            moved.add(scheduler.tick().moved());
            scheduler.clock.advance(MINUTE);
        }
        return moved;
    }

    @Test
    void neverReleasesMoreThanTheLargestShare() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.PAUSED, 12_000);

        assertThat(movedEachMinute(8)).containsExactly(60, 120, 240, 480, 960, 1_920, 3_840, 3_840);
    }

    @Test
    void spreadsAShareOverItsMinuteAndTheLongestHeldGoFirst() {
        Endpoint endpoint = scheduler.endpoint();
        List<DeliveryKey> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            keys.addAll(scheduler.held(endpoint, HoldReason.PAUSED, 1));
            scheduler.clock.advance(Duration.ofSeconds(1));
        }

        scheduler.tick();

        List<Delayed> sent = scheduler.queue.waiting();
        assertThat(sent)
                .extracting(Delayed::message)
                .containsExactlyElementsOf(
                        keys.stream().map(key -> One.of(key, 1)).toList());
        assertThat(sent.getFirst().delay()).isZero();
        assertThat(sent.getLast().delay()).isEqualTo(Duration.ofSeconds(59));
        assertThat(sent).extracting(Delayed::delay).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aReleasedDeliveryWhoseMessageIsLostWakes() {
        Endpoint endpoint = scheduler.endpoint();
        DeliveryKey key = scheduler.held(endpoint, HoldReason.PAUSED, 1).getFirst();
        scheduler.tick();
        scheduler.queue.purge();

        scheduler.tickFor(Delivery.LOST_AFTER.plus(MINUTE));

        assertThat(scheduler.dispatch()).isEqualTo(1);
        assertThat(scheduler.status(key)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void aHoldForgetsTheWakesBeforeIt() {
        Endpoint endpoint = scheduler.endpoint();
        Delivery row = Samples.failedOnce(
                Samples.first(scheduler.app, endpoint.id(), scheduler.now()),
                scheduler.now(),
                Delivery.Wait.ROW,
                scheduler.now());
        for (int wake = 0; wake < Delivery.MOST_WAKES; wake++) {
            row = row.woken(scheduler.now(), scheduler.now());
        }
        scheduler.stores.deliveries().write(null, row.held(HoldReason.PAUSED, scheduler.now()));
        scheduler.stores.held().wakeBy(scheduler.app, endpoint.id(), scheduler.now());
        scheduler.tick();
        scheduler.queue.purge();

        scheduler.tickFor(Delivery.LOST_AFTER.plus(MINUTE));

        assertThat(scheduler.status(row.key()))
                .as("our code did not fail on it")
                .isInstanceOf(Status.Pending.class);
        assertThat(scheduler.dispatch()).isEqualTo(1);
    }

    @Test
    void holdsWhileTheEndpointIsClosedAndReleasesWhenItOpens() {
        Endpoint open = scheduler.endpoint();
        Endpoint paused = changed(open, EndpointStatus.PAUSED, null);
        DeliveryKey key = scheduler.held(paused, HoldReason.PAUSED, 1).getFirst();

        scheduler.tickFor(Duration.ofHours(3));
        assertThat(scheduler.status(key)).isInstanceOf(Status.Held.class);
        assertThat(scheduler.queue.waiting()).isEmpty();

        changed(paused, EndpointStatus.ACTIVE, null);
        int attempts = 0;
        for (int minute = 0; minute <= 60; minute++) {
            scheduler.tick();
            attempts += scheduler.dispatch();
            scheduler.clock.advance(MINUTE);
        }
        assertThat(attempts).isEqualTo(1);
        assertThat(scheduler.status(key)).isInstanceOf(Status.Delivered.class);
    }

    /** The endpoint's breaker open, its next probe at this time. */
    private void open(Endpoint endpoint, Instant probeAt) {
        Breaker open = new Breaker(5, scheduler.now(), scheduler.now(), probeAt, 0, 0);
        scheduler.stores.health().replace(scheduler.app, endpoint.id(), Breaker.CLOSED, open);
    }

    @Test
    void behindAnOpenBreakerNothingIsReleasedUntilItTakesAProbe() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.BREAKER, 10);
        open(endpoint, scheduler.now().plus(Duration.ofMinutes(4)));

        assertThat(movedEachMinute(6))
                .as("one a minute, until one of them is the probe")
                .containsExactly(0, 0, 0, 0, 1, 1);
    }

    @Test
    void aProbeMayBeAsOldAsItsEventIsKept() {
        Endpoint endpoint = scheduler.endpoint();
        DeliveryKey key = scheduler.held(endpoint, HoldReason.BREAKER, 1).getFirst();
        scheduler.clock.advance(Duration.ofDays(20));
        Delivery old = scheduler.row(key);
        scheduler.stores.deliveries().write(old, old.held(HoldReason.BREAKER, scheduler.now())); // redriven
        open(endpoint, scheduler.now());

        scheduler.tick();

        assertThat(scheduler.dispatch()).isEqualTo(1);
        assertThat(scheduler.status(key)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void whatIsRedrivenLateAndHeldByItsSecretIsProbedForAsLongAsAnyOther() {
        Endpoint endpoint = scheduler.endpoint();
        DeliveryKey key = scheduler.held(endpoint, HoldReason.SECRET, 1).getFirst();
        scheduler.clock.advance(Duration.ofDays(20));
        Delivery old = scheduler.row(key);
        Instant now = scheduler.now();
        Delivery redriven = old.dead(Cause.without(Cause.Reason.HELD_TOO_LONG), now)
                .again(HoldReason.REDRIVE, now)
                .released(now, now);
        scheduler.stores.deliveries().write(old, redriven.held(HoldReason.SECRET, now.plusSeconds(1)));
        scheduler.clock.advance(MINUTE);

        scheduler.tick();

        assertThat(scheduler.queue.take()).hasSize(1);
        assertThat(scheduler.row(key).heldSince()).as("of the redrive").isEqualTo(now);
    }

    @Test
    void anEndpointWithARateIsReleasedToAtThatRate() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler
                .stores
                .endpoints()
                .replace(
                        endpoint,
                        endpoint.withSettings(
                                endpoint.settings().change().rateLimit(2).done(), scheduler.now()));
        scheduler.held(endpoint, HoldReason.RATE, 300);

        assertThat(movedEachMinute(2)).containsExactly(120, 120);
        assertThat(scheduler.queue.waiting())
                .extracting(delayed -> ((One) delayed.message()).isPlaced())
                .containsOnly(true);
    }

    @Test
    void whatIsHeldForFiveDaysIsDead() {
        Endpoint endpoint = changed(scheduler.endpoint(), EndpointStatus.DISABLED, DisabledReason.GONE);
        DeliveryKey key = scheduler.held(endpoint, HoldReason.DISABLED, 1).getFirst();
        Instant since = scheduler.now();

        scheduler.tickFor(Duration.ofDays(5).plus(MINUTE));
        scheduler.clock.set(since.plus(Duration.ofDays(5)));
        scheduler.tick();
        assertThat(scheduler.status(key)).isInstanceOf(Status.Held.class);
        assertThat(scheduler.deadLetters.pointers()).isEmpty();

        scheduler.clock.advance(Duration.ofMillis(1));
        scheduler.tickFor(Duration.ofHours(1).plus(MINUTE));
        assertThat(scheduler.status(key))
                .isInstanceOfSatisfying(
                        Status.Dead.class,
                        dead -> assertThat(dead.cause()).isEqualTo(Cause.without(Cause.Reason.HELD_TOO_LONG)));
        assertThat(scheduler.deadLetters.pointers()).containsExactly(One.of(key, 2));
        assertThat(scheduler.queue.waiting()).isEmpty();
    }

    @Test
    void whatIsHeldForADeletedEndpointIsCanceled() {
        Endpoint endpoint = changed(scheduler.endpoint(), EndpointStatus.PAUSED, null);
        DeliveryKey key = scheduler.held(endpoint, HoldReason.PAUSED, 1).getFirst();
        scheduler.stores.endpoints().delete(scheduler.app, endpoint.id());

        scheduler.tick();

        assertThat(scheduler.status(key))
                .isInstanceOfSatisfying(
                        Status.Canceled.class,
                        canceled -> assertThat(canceled.reason()).isEqualTo(Status.Canceled.ENDPOINT_DELETED));
        assertThat(scheduler.deadLetters.pointers()).isEmpty();
        assertThat(scheduler.queue.waiting()).isEmpty();
    }

    @Test
    void manyHeldForADeletedEndpointAreCanceledWithinMinutes() {
        Endpoint endpoint = changed(scheduler.endpoint(), EndpointStatus.PAUSED, null);
        scheduler.held(endpoint, HoldReason.PAUSED, 2_100);
        scheduler.stores.endpoints().delete(scheduler.app, endpoint.id());

        scheduler.tickFor(Duration.ofMinutes(6));

        assertThat(scheduler.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Canceled.class));
    }

    @Test
    void manyHeldTooLongAreDeadWithinMinutes() {
        Endpoint endpoint = changed(scheduler.endpoint(), EndpointStatus.PAUSED, null);
        scheduler.held(endpoint, HoldReason.PAUSED, 2_100);
        scheduler.clock.advance(Duration.ofDays(5).plusSeconds(1));

        scheduler.tickFor(Duration.ofMinutes(6));

        assertThat(scheduler.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Dead.class));
        assertThat(scheduler.deadLetters.pointers()).hasSize(2_100);
    }

    @Test
    void oneProbeFindsOutWhetherTheKeysAreMended() {
        Endpoint endpoint = scheduler.endpoint();
        List<DeliveryKey> keys = scheduler.held(endpoint, HoldReason.SECRET, 100);
        scheduler.clock.advance(MINUTE);

        assertThat(scheduler.tick().moved()).isEqualTo(1);
        assertThat(scheduler.queue.take()).hasSize(1);
        scheduler.clock.advance(MINUTE);
        assertThat(scheduler.tick().moved()).isEqualTo(1);

        assertThat(keys.stream().map(scheduler::status).filter(Status.Held.class::isInstance))
                .hasSize(98);
    }

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "KMS"})
    void aProbeThatWasSignedReleasesWhatWasHeldBeforeItOnARamp(HoldReason reason) {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, reason, 1_000);
        scheduler.clock.advance(MINUTE);
        assertThat(scheduler.tick().moved()).isEqualTo(1);
        assertThat(scheduler.queue.take()).singleElement().matches(message -> ((One) message).isSecretProbe());

        scheduler.stores.health().secretsOpened(endpoint.app(), endpoint.id(), scheduler.now());
        scheduler.stores.held().wakeBy(endpoint.app(), endpoint.id(), scheduler.now());

        assertThat(movedEachMinute(3)).containsExactly(60, 120, 240);
    }

    @Test
    void aChangeOfTheEndpointReleasesWhatItsSecretHeldOnARamp() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.SECRET, 1_000);
        scheduler.tickFor(Duration.ofMinutes(10)); // one probe each
        scheduler.queue.purge();

        changed(endpoint, EndpointStatus.ACTIVE, null);

        assertThat(movedEachMinute(3)).containsExactly(60, 120, 240);
    }

    @Test
    void whatItsSecretHoldsIsDeadInTheEndTheProbeTooThoughTheEndpointIsOpen() {
        Endpoint endpoint = scheduler.endpoint();
        List<DeliveryKey> keys = scheduler.held(endpoint, HoldReason.SECRET, 20);
        Instant end = scheduler.now().plus(Duration.ofDays(7)).plus(Duration.ofMinutes(30));
        // The keys are never mended: the dispatcher holds every probe again.
        while (scheduler.now().isBefore(end)) {
            scheduler.tick();
            scheduler.clock.advance(MINUTE);
            scheduler.queue.take().forEach(message -> {
                Delivery row = scheduler.row(((One) message).key());
                scheduler.stores.deliveries().write(row, row.held(HoldReason.SECRET, scheduler.now()));
            });
        }

        List<Status> statuses = keys.stream().map(scheduler::status).toList();
        assertThat(statuses).hasSize(20).allMatch(Status.Dead.class::isInstance);
        assertThat(scheduler.deadLetters.pointers()).hasSize(20);
    }

    @Test
    void nobodyLooksAnyLongerWhenNothingWasHeldTwice() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.PAUSED, 3);

        scheduler.tickFor(Duration.ofMinutes(2));
        assertThat(scheduler.stores.held().looks())
                .as("the index may be behind")
                .isNotEmpty();

        scheduler.tickFor(Duration.ofMinutes(1));
        assertThat(scheduler.stores.held().looks()).isEmpty();
    }

    @Test
    void looksOnceMoreAfterAChangeOfTheEndpoint() {
        Endpoint endpoint = scheduler.endpoint();
        Endpoint paused = changed(endpoint, EndpointStatus.PAUSED, null);
        changed(paused, EndpointStatus.ACTIVE, null);
        scheduler.stores.held().wakeBy(scheduler.app, endpoint.id(), scheduler.now());
        scheduler.tick();
        // A dispatcher that read the endpoint a moment before it opened, and ended before it could ask for a look.
        Delivery late =
                Samples.first(scheduler.app, endpoint.id(), scheduler.now()).held(HoldReason.PAUSED, scheduler.now());
        scheduler.stores.deliveries().write(null, late);

        scheduler.clock.advance(MINUTE);
        scheduler.tick();

        assertThat(scheduler.queue.take()).containsExactly(One.of(late.key(), 1));
    }

    @Test
    void aLookThatDidNotEndIsRepeated() {
        Endpoint endpoint = scheduler.endpoint();
        scheduler.held(endpoint, HoldReason.PAUSED, 1);
        scheduler
                .stores
                .held()
                .take(
                        scheduler.app,
                        endpoint.id(),
                        scheduler.now(),
                        scheduler.now().plusSeconds(600));

        scheduler.tickFor(Duration.ofMinutes(10));
        assertThat(scheduler.queue.waiting()).isEmpty();
        scheduler.tick();

        assertThat(scheduler.queue.take()).hasSize(1);
    }

    @Test
    void anotherEndpointsDeliveriesStay() {
        Endpoint open = scheduler.endpoint();
        Endpoint paused = changed(scheduler.endpoint(), EndpointStatus.PAUSED, null);
        scheduler.held(open, HoldReason.PAUSED, 2);
        List<DeliveryKey> kept = scheduler.held(paused, HoldReason.PAUSED, 2);

        scheduler.tick();

        assertThat(scheduler.queue.waiting()).hasSize(2);
        assertThat(kept).allSatisfy(key -> assertThat(scheduler.status(key)).isInstanceOf(Status.Held.class));
    }

    @Test
    void releasesKeepTheAttemptsThatWereMade() {
        Endpoint endpoint = scheduler.endpoint();
        Delivery row = Samples.failedOnce(
                Samples.first(scheduler.app, endpoint.id(), scheduler.now()),
                scheduler.now(),
                Delivery.Wait.ROW,
                scheduler.now());
        scheduler.stores.deliveries().write(null, row.held(HoldReason.PAUSED, scheduler.now()));
        scheduler.stores.held().wakeBy(scheduler.app, endpoint.id(), scheduler.now());

        scheduler.tick();

        assertThat(scheduler.row(row.key()).attempts()).isEqualTo(1);
        assertThat(scheduler.row(row.key()).log()).isEqualTo(row.log());
        assertThat(scheduler.stores.deliveries().all().stream()
                        .sorted(Comparator.comparing(Delivery::updatedAt))
                        .map(Delivery::series))
                .containsExactly(1);
    }

    private Endpoint changed(Endpoint endpoint, EndpointStatus status, DisabledReason reason) {
        Endpoint next = endpoint.withStatus(status, reason, scheduler.now());
        assertThat(scheduler.stores.endpoints().replace(endpoint, next)).isTrue();
        return next;
    }
}
