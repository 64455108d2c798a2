package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.application.Application;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final BooleanSupplier FOR_EVER = () -> true;

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final Audit audit =
            new Audit(stores.applications(), stores.events(), stores.deliveries(), stores.auditLog(), queue);
    private final AppId app = Samples.app();

    @BeforeEach
    void createApplicationAndAuditEverythingBefore() {
        stores.applications().create(Samples.application(app));
        stores.auditLog().auditedUntil(START);
    }

    @Test
    void sendsWhatHasNoRowTenToFifteenMinutesAfterItsAcceptance() {
        List<Instant> times =
                Stream.of(0, 1, 299, 300, 301, 599).map(START::plusSeconds).toList();
        List<DeliveryKey> lost =
                times.stream().map(time -> accepted(time, time)).toList();

        List<Duration> after = new ArrayList<>();
        for (int minute = 0; minute <= 30; minute++) {
            Instant now = START.plus(MINUTE.multipliedBy(minute));
            clock.set(now);
            audit.run(now, FOR_EVER);
            for (DispatchMessage sent : queue.take()) {
                int index = lost.indexOf(((One) sent).key());
                after.add(Duration.between(times.get(index), now));
            }
        }

        assertThat(after)
                .hasSize(6)
                .allSatisfy(delay -> assertThat(delay).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15)));
    }

    @Test
    void sendsWhatIsMissingOnceAWindow() {
        DeliveryKey lost = accepted(START, START);

        runAt(START.plus(Duration.ofMinutes(15)));
        runAt(START.plus(Duration.ofMinutes(16)));
        runAt(START.plus(Duration.ofMinutes(25)));

        assertThat(queue.take()).containsExactly(One.of(lost, 1));
    }

    @Test
    void sendsNothingForRowsThatAreThere() {
        DeliveryKey known = accepted(START, START);
        stores.deliveries().write(null, first(known).held(HoldReason.PAUSED, START));

        runAt(START.plus(Duration.ofMinutes(15)));

        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aWindowIsNotAuditedBeforeTenMinutesHavePassedItsEnd() {
        Instant due = START.plus(Duration.ofMinutes(15));

        assertThat(runAt(due.minusMillis(1))).isEmpty();
        assertThat(runAt(due)).extracting(Ledger::from).containsExactly(START);
        assertThat(runAt(due)).isEmpty();
    }

    @Test
    void theFirstAuditEverBeginsWithOneWholeWindow() {
        InMemoryStores fresh = InMemoryStores.of(clock);
        Audit first = new Audit(fresh.applications(), fresh.events(), fresh.deliveries(), fresh.auditLog(), queue);

        List<Ledger> ledgers = first.run(Instant.parse("2026-03-02T12:17:31Z"), FOR_EVER);

        assertThat(ledgers).hasSize(1);
        assertThat(ledgers.getFirst().from()).isEqualTo("2026-03-02T12:00:00Z");
        assertThat(ledgers.getFirst().to()).isEqualTo("2026-03-02T12:05:00Z");
    }

    @Test
    void goesOnWhereItStoppedAfterMissedTicks() {
        List<DeliveryKey> lost = Stream.iterate(START, time -> time.plusSeconds(420))
                .limit(30)
                .map(time -> accepted(time, time))
                .toList();

        List<Ledger> ledgers = runAt(START.plus(Duration.ofHours(4)));

        assertThat(ledgers).hasSize(46);
        assertThat(ledgers.getFirst().from()).isEqualTo(START);
        for (int i = 1; i < ledgers.size(); i++) {
            assertThat(ledgers.get(i).from()).isEqualTo(ledgers.get(i - 1).to());
        }
        assertThat(queue.take())
                .containsExactlyInAnyOrderElementsOf(
                        lost.stream().map(key -> One.of(key, 1)).toList());
    }

    @Test
    void stopsBetweenWindowsWhenTimeIsUpAndGoesOnNextTime() {
        Instant now = START.plus(Duration.ofHours(1));
        List<Boolean> left = new ArrayList<>(List.of(true, true, false));

        assertThat(audit.run(now, left::removeFirst)).hasSize(2);
        assertThat(stores.auditLog().auditedUntil()).contains(START.plus(Duration.ofMinutes(10)));
        assertThat(audit.run(now, FOR_EVER).getFirst().from()).isEqualTo(START.plus(Duration.ofMinutes(10)));
    }

    /** Else nobody would ever look again at what our code fails on from its first message on. */
    @Test
    void whatIsMissingHasARowFromThenOnWhichWakes() {
        DeliveryKey lost = accepted(START, START);
        Instant now = START.plus(Duration.ofMinutes(15));

        runAt(now);

        assertThat(row(lost).status()).as("due since its acceptance").isEqualTo(new Status.Pending(START));
        assertThat(row(lost).updatedAt()).isEqualTo(now);
        assertThat(row(lost).acceptedAt()).isEqualTo(START);
        assertThat(row(lost).series()).isEqualTo(1);
        assertThat(row(lost).attempts()).isZero();
        assertThat(row(lost).wakes()).isZero();
        assertThat(row(lost).wakeAt()).isEqualTo(now.plus(Delivery.LOST_AFTER));
    }

    @Test
    void whatGetsItsRowInTheSameMomentIsLeftToWhoWroteIt() {
        DeliveryKey late = accepted(START, START);
        DeliveryStore raced = Faults.in(DeliveryStore.class, stores.deliveries(), (method, _) -> {
            if (method.equals("write")) {
                stores.deliveries().write(null, first(late).held(HoldReason.PAUSED, START));
            }
        });

        new Audit(stores.applications(), stores.events(), raced, stores.auditLog(), queue)
                .run(START.plus(Duration.ofMinutes(15)), FOR_EVER);

        assertThat(row(late).status()).isEqualTo(new Status.Held(HoldReason.PAUSED, START));
        assertThat(queue.take()).isEmpty();
    }

    @Test
    void aWindowWhoseMessagesWereNotTakenIsAuditedAgainAndItsRowsWake() {
        DeliveryKey lost = accepted(START, START);
        Instant now = START.plus(Duration.ofMinutes(15));
        queue.refuse(message -> true);
        assertThatThrownBy(() -> runAt(now)).isInstanceOf(DispatchQueue.NotAccepted.class);
        assertThat(stores.auditLog().auditedUntil()).contains(START);
        queue.refuse(message -> false);

        List<Ledger> ledgers = runAt(now);

        assertThat(ledgers).containsExactly(ledger(START, 1, 1, 0, 1, 0, 0, 0, 0));
        assertThat(queue.take()).isEmpty();
        assertThat(row(lost).wakeAt()).isEqualTo(now.plus(Delivery.LOST_AFTER));
    }

    @Test
    void waitsWhileTheQueueIsFullAndThenGoesOnWhereItStopped() {
        DeliveryKey lost = accepted(START, START);
        DispatchMessage old =
                One.of(DeliveryKey.of(app, Samples.event(app, START).id(), Samples.endpointId()), 1);
        queue.sendAll(Collections.nCopies(50_001, old));
        assertThat(runAt(START.plus(Duration.ofMinutes(15)))).isEmpty();

        queue.purge();
        runAt(START.plus(Duration.ofMinutes(45)));

        assertThat(queue.take()).containsExactly(One.of(lost, 1));
    }

    @Test
    void findsEveryEndpointOfAWideEvent() {
        Event event = Samples.event(app, START);
        List<EndpointId> endpoints = Samples.endpointIds(257);
        stores.events().put(event, START, endpoints);
        DeliveryKey known = DeliveryKey.of(app, event.id(), endpoints.get(200));
        stores.deliveries().write(null, first(known).held(HoldReason.PAUSED, START));

        List<Ledger> ledgers = runAt(START.plus(Duration.ofMinutes(15)));

        assertThat(queue.take())
                .extracting(message -> ((One) message).endpoint())
                .hasSize(256)
                .containsAll(endpoints.subList(0, 200))
                .containsAll(endpoints.subList(201, 257));
        assertThat(ledgers).containsExactly(ledger(START, 1, 257, 0, 0, 1, 0, 0, 256));
    }

    @Test
    void findsTheEventsOfEveryApplication() {
        Random random = new Random(4);
        List<DispatchMessage> lost = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            AppId each = AppId.create(START.toEpochMilli() + i, random);
            stores.applications().create(new Application(each, "n", START));
            lost.add(One.of(accepted(each, START, START), 1));
        }

        runAt(START.plus(Duration.ofMinutes(15)));

        assertThat(queue.take()).containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void findsOldAndFutureEventsByTheirMarkerAndCountsThemOnce() {
        Instant acceptedAt = START.plus(Duration.ofHours(1)).plusSeconds(90);
        List<DeliveryKey> lost = Stream.of(
                        Duration.ofDays(-20),
                        Duration.ofMinutes(-40),
                        Duration.ofMinutes(-12),
                        Duration.ofMinutes(-5).minusMillis(1),
                        Duration.ofMinutes(-5),
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        Duration.ofMinutes(7),
                        Duration.ofHours(3))
                .map(off -> accepted(acceptedAt.plus(off), acceptedAt))
                .toList();

        // The audit stood still for hours and meets every event by its own time as well.
        List<Ledger> ledgers = runAt(START.plus(Duration.ofHours(6)));

        assertThat(queue.take())
                .containsExactlyInAnyOrderElementsOf(
                        lost.stream().map(key -> One.of(key, 1)).toList());
        assertThat(ledgers.stream().mapToLong(Ledger::events).sum()).isEqualTo(lost.size());
    }

    @Test
    void aDuplicateDoesNotBringAnOldEventIntoALaterWindow() {
        Event old = Samples.event(app, START.minus(Duration.ofDays(2)));
        List<EndpointId> endpoints = List.of(Samples.endpointId());
        stores.events().put(old, START, endpoints);
        stores.events().put(old, START.plus(Duration.ofMinutes(30)), endpoints);

        List<Ledger> ledgers = runAt(START.plus(Duration.ofHours(1)));

        assertThat(ledgers.stream().mapToLong(Ledger::events).sum()).isEqualTo(1);
        assertThat(ledgers.getFirst().events()).isEqualTo(1);
    }

    @Test
    void theLedgerAddsUp() {
        Decision giveUp = new Decision.GiveUp(Cause.without(Cause.Reason.RETRIES_EXHAUSTED));
        write(
                key -> first(key)
                        .after(
                                Samples.success(first(key), START),
                                new Decision.Delivered(),
                                Delivery.Wait.MESSAGE,
                                START),
                5);
        write(key -> Samples.failedOnce(first(key), START, Delivery.Wait.ROW, START), 4);
        write(key -> first(key).held(HoldReason.SECRET, START), 3);
        write(key -> first(key).after(Samples.failure(first(key), START), giveUp, Delivery.Wait.MESSAGE, START), 2);
        write(key -> first(key).canceled("request", START), 6);
        accepted(START, START);
        stores.events().put(Samples.event(app, START), START, List.of());

        List<Ledger> ledgers = runAt(START.plus(Duration.ofMinutes(15)));

        assertThat(ledgers).containsExactly(ledger(START, 22, 21, 5, 4, 3, 2, 6, 1));
        Ledger sum = ledgers.getFirst();
        assertThat(sum.delivered() + sum.pending() + sum.held() + sum.dead() + sum.canceled() + sum.missing())
                .isEqualTo(sum.pairs());
    }

    private interface RowOf {
        Delivery of(DeliveryKey key);
    }

    private void write(RowOf row, int number) {
        for (int i = 0; i < number; i++) {
            stores.deliveries().write(null, row.of(accepted(START, START)));
        }
    }

    private Delivery first(DeliveryKey key) {
        return Delivery.first(key, 1, Samples.accepted(app, START), START);
    }

    private Delivery row(DeliveryKey key) {
        return Objects.requireNonNull(stores.deliveries().read(List.of(key)).get(key), "no row");
    }

    private List<Ledger> runAt(Instant now) {
        clock.set(now);
        return audit.run(now, FOR_EVER);
    }

    /** An event for one endpoint whose message was lost. */
    private DeliveryKey accepted(Instant time, Instant acceptedAt) {
        return accepted(app, time, acceptedAt);
    }

    private DeliveryKey accepted(AppId whose, Instant time, Instant acceptedAt) {
        Event event = Samples.event(whose, time);
        EndpointId endpoint = Samples.endpointId();
        stores.events().put(event, acceptedAt, List.of(endpoint));
        return DeliveryKey.of(whose, event.id(), endpoint);
    }

    private static Ledger ledger(Instant from, int events, int pairs, int... states) {
        return new Ledger(
                from,
                from.plus(Duration.ofMinutes(5)),
                events,
                pairs,
                states[0],
                states[1],
                states[2],
                states[3],
                states[4],
                states[5]);
    }
}
