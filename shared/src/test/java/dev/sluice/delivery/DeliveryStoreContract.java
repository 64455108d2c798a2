package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link DeliveryStore} does. */
public abstract class DeliveryStoreContract {

    private static final Instant NOW = Samples.NOON;

    private final SettableClock clock = new SettableClock(NOW);
    private final AppId app = Samples.app();
    private final EndpointId endpoint = Samples.endpointId();
    private Stores stores;
    private DeliveryStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        stores = stores(clock);
        store = stores.deliveries();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsWhatWasWritten(Delivery row) {
        assertThat(store.write(null, row)).isTrue();

        assertThat(store.read(List.of(row.key()))).isEqualTo(Map.of(row.key(), row));
    }

    static Stream<Delivery> rows() {
        Delivery first = Samples.first(Samples.app(), Samples.endpointId(), NOW);
        Instant next = NOW.plusSeconds(5);
        Delivery retried = Samples.failedOnce(first, next, Wait.MESSAGE, NOW);
        Attempt refused = Attempt.of(
                2,
                1,
                NOW,
                Duration.ZERO,
                9,
                new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, "10.0.0.1 is private"));
        Attempt reset = Attempt.of(
                2,
                1,
                NOW,
                Duration.ofSeconds(15),
                9,
                new AttemptResult.Failed(AttemptResult.Kind.TIMEOUT_BODY, true, "after 15 s"));
        Attempt odd = Attempt.of(
                2,
                1,
                NOW,
                Duration.ofMillis(1),
                9,
                new AttemptResult.Answered(418, Map.of("x-leer", "", "x-ü", "ä"), new byte[0], true));
        Decision retry = new Decision.RetryAt(next);
        return Stream.of(
                retried,
                Samples.failedOnce(first, NOW.plus(Duration.ofHours(10)), Wait.ROW, NOW),
                retried.after(reset, retry, Wait.MESSAGE, NOW).woken(next, NOW).woken(next, NOW),
                retried.after(odd, retry, Wait.ROW, NOW),
                first.after(Samples.success(first, NOW), new Decision.Delivered(), Wait.MESSAGE, NOW),
                retried.after(
                        refused,
                        new Decision.GiveUp(new Cause(Cause.Reason.ADDRESS_REFUSED, "address_refused", null)),
                        Wait.MESSAGE,
                        NOW),
                retried.after(
                        odd,
                        new Decision.GiveUp(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 418)),
                        Wait.MESSAGE,
                        NOW),
                retried.after(odd, new Decision.EndpointGone(), Wait.MESSAGE, NOW),
                first.held(HoldReason.PAUSED, NOW),
                retried.held(HoldReason.SECRET, NOW),
                retried.canceled(Status.Canceled.ENDPOINT_DELETED, NOW),
                retried.dead(Cause.without(Cause.Reason.POISON), NOW),
                first.held(HoldReason.DISABLED, NOW).released(next, NOW),
                retried.dead(Cause.without(Cause.Reason.HELD_TOO_LONG), NOW)
                        .nextSeries(NOW)
                        .held(HoldReason.PAUSED, NOW),
                retried.dead(new Cause(Cause.Reason.CLIENT_ERROR, "status", 404), NOW)
                        .again(HoldReason.REDRIVE, next),
                first.after(Samples.success(first, NOW), new Decision.Delivered(), Wait.MESSAGE, NOW)
                        .again(HoldReason.REPLAY, next),
                retried.canceled(Status.Canceled.REQUEST, NOW).again(HoldReason.REPLAY, next),
                retried.dead(Cause.without(Cause.Reason.POISON), NOW).purged(next));
    }

    @Test
    void aPendingRowWithoutATimeToWakeIsRefused() {
        Delivery lost = first();

        assertThatIllegalArgumentException().isThrownBy(() -> store.write(null, lost));

        assertThat(row(lost)).isEmpty();
    }

    @Test
    void theFirstWriteIsOfARowThatIsNotThere() {
        Delivery held = first().held(HoldReason.PAUSED, NOW);
        store.write(null, held);

        assertThat(store.write(null, held.canceled("request", NOW))).isFalse();

        assertThat(row(held)).contains(held);
    }

    @Test
    void aLaterWriteIsOfARowThatIsThere() {
        Delivery pending = pending();

        assertThat(store.write(pending, pending.held(HoldReason.PAUSED, NOW))).isFalse();

        assertThat(row(pending)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aWriteOverAChangedRowIsLost(Change change) {
        Delivery read = pending();
        store.write(null, read);
        Delivery changed = change.to(read);
        assertThat(store.write(read, changed)).isTrue();

        assertThat(store.write(read, read.canceled("request", NOW))).isFalse();

        assertThat(row(read)).contains(changed);
    }

    /** Another series, another number of attempts, another status. */
    static Stream<Change> changes() {
        return Stream.of(
                read -> Samples.failedOnce(read.nextSeries(NOW), NOW, Wait.MESSAGE, NOW),
                read -> Samples.failedOnce(read, NOW, Wait.MESSAGE, NOW),
                read -> read.held(HoldReason.PAUSED, NOW),
                read -> read.dead(Cause.without(Cause.Reason.POISON), NOW),
                read -> read.after(Samples.success(read, NOW), new Decision.Delivered(), Wait.MESSAGE, NOW));
    }

    interface Change {
        Delivery to(Delivery read);
    }

    /** The answer to a write may be lost on its way: who writes again, as the SDK does by itself, must not think it lost a race. */
    @Test
    void aWriteThatIsRepeatedIsStillWritten() {
        Delivery first = pending();
        Delivery dead = first.dead(Cause.without(Cause.Reason.RETRIES_EXHAUSTED), NOW);

        assertThat(store.write(null, first)).isTrue();
        assertThat(store.write(null, first)).isTrue();
        assertThat(store.write(first, dead)).isTrue();
        assertThat(store.write(first, dead)).isTrue();

        assertThat(row(first)).contains(dead);
    }

    @Test
    void oneOfManyFirstWritersWins() throws Exception {
        Delivery first = first();
        List<Delivery> rows = IntStream.range(0, 4)
                .mapToObj(i -> Samples.failedOnce(first, NOW.plusSeconds(i), Wait.MESSAGE, NOW))
                .toList();

        List<Boolean> written = Race.of(4, runner -> () -> store.write(null, rows.get(runner)));

        assertThat(written).containsOnlyOnce(true);
        assertThat(row(first)).contains(rows.get(written.indexOf(true)));
    }

    @Test
    void oneOfManyLaterWritersWins() throws Exception {
        Delivery read = pending();
        store.write(null, read);
        List<Delivery> rows = IntStream.range(0, 4)
                .mapToObj(i -> Samples.failedOnce(read, NOW.plusSeconds(i), Wait.MESSAGE, NOW))
                .toList();

        List<Boolean> written = Race.of(4, runner -> () -> store.write(read, rows.get(runner)));

        assertThat(written).containsOnlyOnce(true);
        assertThat(row(read)).contains(rows.get(written.indexOf(true)));
    }

    @Test
    void oneOfManyClaimsWins() throws Exception {
        Delivery read = pending();
        store.write(null, read);
        for (int wakes = 1; wakes <= 3; wakes++) {
            Delivery before = row(read).orElseThrow();
            Delivery woken = before.woken(NOW, NOW);

            assertThat(Race.of(4, runner -> () -> store.claim(before, woken))).containsOnlyOnce(true);

            assertThat(row(read)).contains(woken);
            assertThat(woken.wakes()).isEqualTo(wakes);
        }
    }

    @Test
    void aClaimIsLostToAnAttempt() {
        Delivery read = pending();
        store.write(null, read);
        Delivery tried = Samples.failedOnce(read, NOW.plusSeconds(30), Wait.MESSAGE, NOW);
        store.write(read, tried);

        assertThat(store.claim(read, read.woken(NOW, NOW))).isFalse();

        assertThat(row(read)).contains(tried);
    }

    @Test
    void anAttemptUnderWayIsRecordedOverAClaim() {
        Delivery read = pending();
        store.write(null, read);
        store.claim(read, read.woken(NOW, NOW));
        Delivery tried = Samples.failedOnce(read, NOW.plusSeconds(30), Wait.MESSAGE, NOW);

        assertThat(store.write(read, tried)).isTrue();

        assertThat(row(read)).contains(tried);
    }

    @Test
    void readsRowsWithTheirEvents() {
        Event event = Samples.event(app, NOW);
        Event without = Samples.event(app, NOW);
        List<EndpointId> endpoints = Samples.endpointIds(2);
        AcceptedEvent accepted = stores.events().put(event, NOW, endpoints).event();
        stores.events().put(without, NOW, endpoints);
        DeliveryKey written = DeliveryKey.of(app, event.id(), endpoints.getFirst());
        DeliveryKey unwritten = DeliveryKey.of(app, event.id(), endpoints.getLast());
        DeliveryKey ofNoEvent = DeliveryKey.of(app, Samples.event(app, NOW).id(), endpoints.getFirst());
        Delivery row = Delivery.first(written, 1, accepted, NOW).held(HoldReason.PAUSED, NOW);
        store.write(null, row);

        DeliveryStore.Rows rows = store.readWithEvents(List.of(written, unwritten, ofNoEvent, written));

        assertThat(rows.deliveries()).isEqualTo(Map.of(written, row));
        assertThat(rows.events()).containsOnlyKeys(written.event());
        assertThat(rows.events().get(written.event()).event().data()).isEqualTo(event.data());
    }

    @Test
    void readsMoreThanOneRequestHolds() {
        List<Delivery> rows = Stream.generate(() -> Samples.failedOnce(first(), NOW, Wait.MESSAGE, NOW))
                .limit(230)
                .toList();
        rows.forEach(row -> store.write(null, row));

        Map<DeliveryKey, Delivery> read =
                store.read(rows.stream().map(Delivery::key).toList());

        assertThat(read.values()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void hidesAnotherApplicationsRow() {
        Delivery row = pending();
        store.write(null, row);
        DeliveryKey wrong = new DeliveryKey(Samples.app(), row.key().id());

        assertThat(store.read(List.of(wrong))).isEmpty();
        assertThat(store.readWithEvents(List.of(wrong)).deliveries()).isEmpty();
        assertThat(store.list(wrong.app(), endpoint, null, 10)).isEmpty();
        assertThat(store.list(app, Samples.endpointId(), null, 10)).isEmpty();
    }

    @Test
    void anExpiredRowIsAbsent() {
        Delivery row = pending();
        store.write(null, row);

        clock.set(NOW.plus(Stores.DELIVERIES_KEPT).minusSeconds(1));
        assertThat(row(row)).isPresent();

        clock.set(NOW.plus(Stores.DELIVERIES_KEPT).truncatedTo(ChronoUnit.SECONDS));
        assertThat(row(row)).isEmpty();
        assertThat(store.list(app, endpoint, null, 10)).isEmpty();
        assertThat(store.write(null, row)).isTrue();
    }

    @Test
    void listsAnEndpointsNewestFirstInPages() {
        List<Delivery> rows = IntStream.range(0, 30)
                .mapToObj(i ->
                        Samples.first(app, endpoint, NOW.minusSeconds(i % 11)).held(HoldReason.PAUSED, NOW))
                .peek(row -> store.write(null, row))
                .sorted(Comparator.comparing(
                                (Delivery row) -> row.key().id().event().value())
                        .reversed())
                .toList();

        List<Delivery> listed = new ArrayList<>();
        List<Delivery> page = store.list(app, endpoint, null, 7);
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(7);
            listed.addAll(page);
            page = store.list(app, endpoint, listed.getLast().key().id().event(), 7);
        }

        assertThat(listed).isEqualTo(rows);
    }

    @Test
    void theWorstThatReceiversAnswerFitsIntoARow() {
        Map<String, String> headers = IntStream.range(0, 200)
                .boxed()
                .collect(java.util.stream.Collectors.toMap(
                        i -> "x-" + i + "-" + "n".repeat(300 + i), i -> "ü€".repeat(400)));
        for (int i = 0; i < 100; i++) {
            headers.put("y-" + i + "n".repeat(240), "ü€".repeat(400));
        }
        byte[] body = new byte[64 * 1024];
        java.util.Arrays.fill(body, (byte) 0xff);
        AttemptResult worst = new AttemptResult.Answered(500, headers, body, true);
        Delivery row = first();
        for (int number = 1; number <= 31; number++) {
            Attempt attempt = Attempt.of(number, 1, NOW, Duration.ofSeconds(15), 350_000, worst);
            row = row.after(attempt, new Decision.RetryAt(NOW), Wait.MESSAGE, NOW);
        }

        assertThat(store.write(null, row)).isTrue();

        assertThat(row(row)).contains(row);
    }

    private Delivery first() {
        return Samples.first(app, endpoint, NOW);
    }

    private Delivery pending() {
        return Samples.failedOnce(first(), NOW.plusSeconds(5), Wait.MESSAGE, NOW);
    }

    private Optional<Delivery> row(Delivery like) {
        return Optional.ofNullable(store.read(List.of(like.key())).get(like.key()));
    }
}
