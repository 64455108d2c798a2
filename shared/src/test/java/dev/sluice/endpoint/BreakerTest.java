package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Instant NOON = Samples.NOON;

    private static Breaker failures(int number, Instant from, Duration apart) {
        Breaker breaker = Breaker.CLOSED;
        for (int i = 0; i < number; i++) {
            breaker = breaker.failed(from.plus(apart.multipliedBy(i)));
        }
        return breaker;
    }

    private static final Breaker OPEN = failures(5, NOON, Duration.ofSeconds(1));

    @Test
    void opensWithTheFifthFailureInARow() {
        assertThat(failures(4, NOON, Duration.ofSeconds(1)).isOpen()).isFalse();

        assertThat(OPEN.isOpen()).isTrue();
        assertThat(OPEN.failingSince()).isEqualTo(NOON);
        assertThat(OPEN.openUntil()).isEqualTo(NOON.plusSeconds(4).plus(Duration.ofMinutes(1)));
    }

    @Test
    void aSuccessBetweenThemBreaksTheRow() {
        Breaker breaker = failures(4, NOON, Duration.ofSeconds(1)).succeeded(NOON.plusSeconds(4));

        assertThat(breaker).isEqualTo(Breaker.CLOSED);
        assertThat(breaker.failed(NOON.plusSeconds(5)).failures()).isEqualTo(1);
    }

    @Test
    void failuresWithinTwoSecondsAreNoRowYet() {
        Breaker many = failures(100, NOON, Duration.ofMillis(1));
        assertThat(many.isOpen()).isFalse();
        assertThat(many.failures()).isEqualTo(5);

        assertThat(many.failed(NOON.plusMillis(1_999))).isEqualTo(many);
        assertThat(many.failed(NOON.plusSeconds(2)).isOpen()).isTrue();
    }

    @Test
    void failuresTwoDaysApartAreNoRow() {
        Breaker seldom = failures(10, NOON, Duration.ofDays(2).plusSeconds(1));

        assertThat(seldom.isOpen()).isFalse();
        assertThat(seldom.failures()).isEqualTo(1);
        assertThat(failures(5, NOON, Duration.ofDays(2)).isOpen()).isTrue();
    }

    @Test
    void probesAreOneToFifteenMinutesApart() {
        List<Long> waits = new ArrayList<>();
        Breaker breaker = OPEN;
        Instant now = NOON.plusSeconds(4);
        for (int i = 0; i < 7; i++) {
            Instant until = breaker.openUntil();
            waits.add(Duration.between(now, until).toMinutes());
            assertThat(breaker.takesProbe(until.minusMillis(1))).isFalse();
            assertThat(breaker.takesProbe(until)).isTrue();
            now = until;
            breaker = breaker.probing(now);
            assertThat(breaker.takesProbe(now)).isFalse();
            assertThat(breaker.failed(now.plusSeconds(1)).openUntil()).isEqualTo(breaker.openUntil());
        }
        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L);
    }

    @Test
    void closesWithTheSecondSuccess() {
        Instant first = NOON.plusSeconds(100);
        Breaker halfOpen = OPEN.probing(first).succeeded(first.plusSeconds(1));

        assertThat(halfOpen.isOpen()).isTrue();
        assertThat(halfOpen.takesProbe(first.plusSeconds(1)))
                .as("the next probe may go at once")
                .isTrue();
        assertThat(halfOpen.probing(first.plusSeconds(2)).succeeded(first.plusSeconds(3)))
                .isEqualTo(Breaker.CLOSED);
    }

    @Test
    void aFailureBetweenTheSuccessesKeepsItOpen() {
        Instant first = NOON.plusSeconds(100);
        Breaker failedAgain = OPEN.probing(first)
                .succeeded(first.plusSeconds(1))
                .probing(first.plusSeconds(2))
                .failed(first.plusSeconds(3));

        assertThat(failedAgain.succeeded(first.plusSeconds(200)).isOpen()).isTrue();
        assertThat(failedAgain.openUntil()).isEqualTo(first.plusSeconds(2).plus(Duration.ofMinutes(4)));
    }

    @Test
    void nothingButFailuresForFiveDaysIsHopeless() {
        Breaker breaker = OPEN;
        for (Instant now = NOON.plusSeconds(64);
                now.isBefore(NOON.plus(Duration.ofDays(4)));
                now = breaker.openUntil()) {
            breaker = breaker.probing(now).failed(now);
        }
        assertThat(breaker.disableAt()).isEqualTo(NOON.plus(Breaker.DISABLED_AFTER));
        assertThat(breaker.isHopeless(NOON.plus(Breaker.DISABLED_AFTER).minusMillis(1)))
                .isFalse();
        assertThat(breaker.isHopeless(NOON.plus(Breaker.DISABLED_AFTER))).isTrue();
    }

    @Test
    void anEndpointThatNothingWasSentToForWeeksIsNotHopeless() {
        Instant muchLater = NOON.plus(Duration.ofDays(60));

        assertThat(OPEN.probing(muchLater).failed(muchLater).isHopeless(muchLater))
                .isFalse();
        Breaker few = failures(4, NOON, Duration.ofHours(30));
        assertThat(few.isHopeless(NOON.plus(Duration.ofDays(10)))).isFalse();
    }
}
