package dev.sluice.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {

    @Test
    void readsWaits() {
        assertThat(RetrySchedule.parse("5s, 5m ,2h").waits())
                .containsExactly(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(2));
        assertThat(RetrySchedule.parse("1s,86400s,1440m,24h").waits()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void nothingIsNoRetry(String text) {
        RetrySchedule schedule = RetrySchedule.parse(text);

        assertThat(schedule.waits()).isEmpty();
        assertThat(schedule.attempts()).isEqualTo(1);
        assertThat(schedule.longest()).isZero();
    }

    @Test
    void theDefaultIsEightAttemptsOver27HoursAnd35Minutes() {
        assertThat(RetrySchedule.DEFAULT.attempts()).isEqualTo(8);
        assertThat(RetrySchedule.DEFAULT.longest()).isEqualTo(Duration.ofHours(10));
        assertThat(RetrySchedule.DEFAULT.waits().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofHours(27).plusMinutes(35).plusSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5", "s", "5x", "5S", "-5s", "+5s", "1.5h", "5s,", ",5s", "5s,,5s", "5 s", "1d", "9999999s", "٥s"
            })
    void refusesWhatIsNoWait(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.parse(text))
                .withMessageStartingWith("retry_schedule");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "86401s", "25h", "1441m", "5s,0m"})
    void refusesWaitsOutOfRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.parse(text))
                .withMessage("retry_schedule has a wait outside 1s to 24h");
    }

    @Test
    void takesThirtyWaitsAndNoMore() {
        assertThat(RetrySchedule.parse(text(30)).attempts()).isEqualTo(31);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.parse(text(31)))
                .withMessage("retry_schedule has 31 waits, more than 30");
    }

    @Test
    void itsTextIsReadAsItself() {
        Random random = new Random(13);
        for (int i = 0; i < 2_000; i++) {
            RetrySchedule schedule = new RetrySchedule(Stream.generate(() -> wait(random))
                    .limit(random.nextInt(31))
                    .toList());

            assertThat(RetrySchedule.parse(schedule.toString())).isEqualTo(schedule);
        }
        assertThat(RetrySchedule.DEFAULT).hasToString("5s,5m,30m,2h,5h,10h,10h");
    }

    private static Duration wait(Random random) {
        List<Integer> units = List.of(1, 60, 3_600);
        int unit = units.get(random.nextInt(3));
        return Duration.ofSeconds((long) unit * (1 + random.nextInt(86_400 / unit)));
    }

    private static String text(int waits) {
        return String.join(",", Collections.nCopies(waits, "1m"));
    }
}
