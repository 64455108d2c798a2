package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeTextTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.250Z");

    @ParameterizedTest
    @CsvSource({
        "0s,  2026-03-02T12:00:00.250Z",
        "90m, 2026-03-02T10:30:00.250Z",
        "2h,  2026-03-02T10:00:00.250Z",
        "3d,  2026-02-27T12:00:00.250Z",
    })
    void isHowLongAgo(String text, String time) {
        assertThat(TimeText.read(text, NOW)).isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-31T12:00:00Z", "2026-02-31T12:00:00+01:00"})
    void whatLooksLikeATimeTheApiJudges(String text) {
        assertThat(TimeText.read(text, NOW)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "-2h", "2 h", "2w", "2026-01-31"})
    void whatIsNoneIsToldBothForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TimeText.read(text, NOW))
                .withMessageStartingWith(text + " is no time: give 2h for two hours ago")
                .withMessageContaining("2026-01-31T12:00:00Z");
    }

    @Test
    void nothingIsNothing() {
        assertThat(TimeText.read(null, NOW)).isNull();
    }
}
