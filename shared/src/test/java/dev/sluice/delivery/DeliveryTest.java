package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryTest {

    private static final Instant NOW = Samples.NOON;

    /** However patient the scheduler is after several wakes. */
    private static final Duration LONGEST_GUARD = Duration.ofHours(16);

    private final Delivery first = Samples.first(Samples.app(), Samples.endpointId(), NOW);

    @Test
    void patienceGrowsWithEveryWakeAndIsLongerForWhatWasNeverTried() {
        assertThat(patience(Samples.failedOnce(first, NOW, Wait.ROW, NOW)))
                .containsExactly(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4));
        assertThat(patience(first.released(NOW, NOW)))
                .containsExactly(Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(16));
    }

    private static List<Duration> patience(Delivery row) {
        return Stream.iterate(row.woken(NOW, NOW), woken -> woken.woken(NOW, NOW))
                .limit(Delivery.MOST_WAKES)
                .map(woken -> Duration.between(NOW, woken.wakeAt()))
                .toList();
    }

    @Test
    void beginsDueAtOnceWithoutAnAttempt() {
        assertThat(first.status()).isEqualTo(new Status.Pending(NOW));
        assertThat(first.attempts()).isZero();
        assertThat(first.log()).isEmpty();
        assertThat(first.isForgotten())
                .as("not to be written before an attempt or a hold")
                .isTrue();
    }

    @Test
    void anAttemptLeadsWhereTheDecisionSays() {
        Attempt attempt = Samples.failure(first, NOW);
        Cause cause = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500);
        Instant next = NOW.plusSeconds(5);

        assertThat(status(attempt, new Decision.Delivered())).isEqualTo(new Status.Delivered(NOW));
        assertThat(status(attempt, new Decision.RetryAt(next))).isEqualTo(new Status.Pending(next));
        assertThat(status(attempt, new Decision.GiveUp(cause))).isEqualTo(new Status.Dead(cause, NOW));
        assertThat(status(attempt, new Decision.EndpointGone())).isEqualTo(new Status.Held(HoldReason.DISABLED, NOW));
        assertThat(status(attempt, new Decision.TestFailed())).isEqualTo(new Status.Canceled("test_failed", NOW));
    }

    @Test
    void aRetryWakesAtItsTimeOrAfterTheGuardOfItsMessage() {
        Instant next = NOW.plusSeconds(5);

        assertThat(Samples.failedOnce(first, next, Wait.ROW, NOW).wakeAt()).isEqualTo(next);
        assertThat(Samples.failedOnce(first, next, Wait.MESSAGE, NOW).wakeAt())
                .isEqualTo(next.plus(Delivery.LOST_AFTER));
    }

    @Test
    void anAttemptForgetsTheWakesBeforeIt() {
        Delivery woken =
                Samples.failedOnce(first, NOW, Wait.ROW, NOW).woken(NOW, NOW).woken(NOW, NOW);
        assertThat(woken.wakes()).isEqualTo(2);

        assertThat(Samples.failedOnce(woken, NOW, Wait.ROW, NOW).wakes()).isZero();
        assertThat(woken.held(HoldReason.PAUSED, NOW).wakes()).isZero();
        assertThat(woken.dead(Cause.without(Cause.Reason.POISON), NOW)
                        .nextSeries(NOW)
                        .wakes())
                .isZero();
    }

    @Test
    void keepsTheLastTwentyAttemptsOfAllSeries() {
        Delivery row = first;
        for (int i = 1; i <= 15; i++) {
            row = Samples.failedOnce(row, NOW, Wait.ROW, NOW);
        }
        row = row.dead(Cause.without(Cause.Reason.RETRIES_EXHAUSTED), NOW).nextSeries(NOW);
        for (int i = 1; i <= 8; i++) {
            row = Samples.failedOnce(row, NOW, Wait.ROW, NOW);
        }

        assertThat(row.attempts()).isEqualTo(8);
        assertThat(row.series()).isEqualTo(2);
        assertThat(row.log()).hasSize(Delivery.LOGGED);
        assertThat(row.log()).extracting(Attempt::number).startsWith(4, 5).endsWith(7, 8);
        assertThat(row.log().subList(0, 12)).extracting(Attempt::series).containsOnly(1);
        assertThat(row.log().subList(12, 20)).extracting(Attempt::series).containsOnly(2);
    }

    @Test
    void aPointerIsOfTheNextSeries() {
        assertThat(first.pointer()).isEqualTo(DispatchMessage.One.of(first.key(), 2));
    }

    /** The law that nothing is lost: of all rows that any order of steps writes, exactly the pending ones wake. */
    @Test
    void everyPendingRowWakesAndNoOtherDoes() {
        Random random = new Random(14);
        RetryPolicy policy = new RetryPolicy(RetrySchedule.DEFAULT, true);
        int[] seen = new int[5];
        for (int run = 0; run < 500; run++) {
            Instant now = NOW;
            Delivery row = Samples.failedOnce(first, now, Wait.ROW, now);
            for (int step = 0; step < 40; step++) {
                now = now.plusSeconds(random.nextInt(10_000));
                row = step(row, policy, random, now);
                boolean isPending = row.status() instanceof Status.Pending;
                assertThat(row.wakeAt() != null).as("%s", row).isEqualTo(isPending);
                assertThat(row.isForgotten()).isFalse();
                if (row.status() instanceof Status.Pending(Instant at)) {
                    assertThat(Duration.between(latest(at, now), row.wakeAt()))
                            .isBetween(Duration.between(latest(at, now), at), LONGEST_GUARD);
                }
                assertThat(row.log()).hasSizeLessThanOrEqualTo(Delivery.LOGGED);
                assertThat(row.updatedAt()).isEqualTo(now);
                seen[state(row)]++;
            }
        }
        assertThat(IntStream.of(seen)).as("every state was met").allMatch(times -> times > 100);
    }

    private static Delivery step(Delivery row, RetryPolicy policy, Random random, Instant now) {
        return switch (row.status()) {
            case Status.Pending(Instant at) ->
                switch (random.nextInt(6)) {
                    case 0 -> row.held(HoldReason.values()[random.nextInt(3)], now);
                    case 1 ->
                        row.wakes() < Delivery.MOST_WAKES
                                ? row.woken(latest(at, now), now)
                                : row.dead(Cause.without(Cause.Reason.POISON), now);
                    case 2 -> row.canceled("request", now);
                    default -> attempt(row, policy, random, now);
                };
            case Status.Held _ ->
                switch (random.nextInt(4)) {
                    case 0 -> row.dead(Cause.without(Cause.Reason.HELD_TOO_LONG), now);
                    case 1 -> row.canceled(Status.Canceled.ENDPOINT_DELETED, now);
                    default -> row.released(now.plusSeconds(random.nextInt(60)), now);
                };
            case Status.Delivered _, Status.Dead _, Status.Canceled _ ->
                random.nextBoolean()
                        ? attempt(row.nextSeries(now), policy, random, now)
                        : row.nextSeries(now).held(HoldReason.PAUSED, now);
        };
    }

    private static Delivery attempt(Delivery row, RetryPolicy policy, Random random, Instant now) {
        int[] statuses = {200, 410, 500, 500, 503};
        AttemptResult result = random.nextInt(8) == 0
                ? new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, "private")
                : new AttemptResult.Answered(statuses[random.nextInt(5)], Map.of(), new byte[0], false);
        int number = row.attempts() + 1;
        Attempt attempt = Attempt.of(number, row.series(), now, Duration.ofMillis(5), 10, result);
        Wait wait = random.nextBoolean() ? Wait.ROW : Wait.MESSAGE;
        return row.after(attempt, policy.decide(number, result, now, random), wait, now);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static int state(Delivery row) {
        return switch (row.status()) {
            case Status.Pending _ -> 0;
            case Status.Held _ -> 1;
            case Status.Delivered _ -> 2;
            case Status.Dead _ -> 3;
            case Status.Canceled _ -> 4;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S,       1,  MESSAGE",
        "PT15M,      1,  MESSAGE",
        "PT15M0.001S,1,  ROW",
        "PT10H,      1,  ROW",
        "PT5S,       11, MESSAGE",
        "PT5S,       12, ROW",
        "PT5S,       19, ROW"
    })
    void aMessageCarriesShortWaitsUntilItWasReceivedOften(Duration length, int receives, Wait carries) {
        assertThat(Wait.of(length, receives)).isEqualTo(carries);
    }

    private Delivery dead() {
        Cause cause = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500);
        return first.after(Samples.failure(first, NOW), new Decision.GiveUp(cause), Wait.ROW, NOW);
    }

    private Delivery delivered() {
        return first.after(Samples.success(first, NOW), new Decision.Delivered(), Wait.ROW, NOW);
    }

    @Test
    void againIsTheNextSeriesHeldWithTheAttemptsRemembered() {
        Instant later = NOW.plusSeconds(9);

        Delivery again = dead().again(HoldReason.REDRIVE, later);

        assertThat(again.series()).isEqualTo(2);
        assertThat(again.attempts()).isZero();
        assertThat(again.log()).hasSize(1);
        assertThat(again.status()).isEqualTo(new Status.Held(HoldReason.REDRIVE, later, dead().status()));
        assertThat(again.released(later, later).status()).isEqualTo(new Status.Pending(later));
    }

    @Test
    void onlyWhatHasEndedComesAgainAndOnlyWhatIsHeldIsCalledOff() {
        Delivery held = first.held(HoldReason.PAUSED, NOW);

        assertThatThrownBy(() -> held.again(HoldReason.REPLAY, NOW)).hasMessageContaining("held");
        assertThatThrownBy(() -> dead().calledOff(NOW)).hasMessageContaining("dead");
    }

    @Test
    void whatIsCalledOffIsWhatItWasInItsNewSeries() {
        Instant later = NOW.plusSeconds(9);
        Delivery canceled = first.canceled(Status.Canceled.REQUEST, NOW);

        for (Delivery before : List.of(dead(), delivered(), canceled)) {
            Delivery after = before.again(HoldReason.REPLAY, later).calledOff(later);
            assertThat(after.status()).isEqualTo(before.status());
            assertThat(after.series()).isEqualTo(2);
        }
        assertThat(dead().again(HoldReason.REDRIVE, later)
                        .calledOff(later)
                        .pointer()
                        .series())
                .isEqualTo(3);
    }

    @Test
    void whatWasNothingIsCanceledWhenCalledOff() {
        Instant later = NOW.plusSeconds(9);

        assertThat(first.held(HoldReason.REPLAY, NOW).calledOff(later).status())
                .isEqualTo(new Status.Canceled(Status.Canceled.REQUEST, later));
    }

    @Test
    void aPointerOfWhatWasPurgedStartsNothing() {
        Delivery purged = dead().purged(NOW);

        assertThat(purged.status()).isEqualTo(new Status.Canceled(Status.Canceled.PURGED, NOW));
        assertThat(dead().pointer().series()).isEqualTo(purged.series());
    }

    private Status status(Attempt attempt, Decision decision) {
        return first.after(attempt, decision, Wait.MESSAGE, NOW).status();
    }
}
