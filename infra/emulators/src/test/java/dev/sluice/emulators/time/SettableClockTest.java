package dev.sluice.emulators.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettableClockTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableClock clock = new SettableClock(START);

    @Test
    void standsStillUntilItIsTold() {
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());
    }

    @Test
    void advancesAndAnswersTheNewTime() {
        assertThat(clock.advance(Duration.ofHours(27))).isEqualTo(Instant.parse("2026-01-02T03:00:00Z"));
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-02T03:00:00Z"));
    }

    @Test
    void maySetBackButNotAdvanceBack() {
        clock.set(START.minusSeconds(1));

        assertThat(clock.instant()).isEqualTo(START.minusSeconds(1));
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).hasMessageContaining("duration");
    }

    @Test
    void losesNoAdvanceOfAnyThread() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int second = 0; second < 1_000; second++) {
                    clock.advance(Duration.ofSeconds(1));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(clock.instant()).isEqualTo(START.plusSeconds(8_000));
    }
}
