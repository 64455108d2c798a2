package dev.sluice.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    private static final Duration UNSET = Duration.ofSeconds(15);

    @Test
    void whatIsUnsetOrBlankIsAbsent() {
        assertThat(of("").text("NAME")).isEmpty();
        assertThat(of("  ").text("NAME")).isEmpty();
        assertThat(new Environment(Map.of()).text("NAME")).isEmpty();
        assertThat(of(" a b ").text("NAME")).contains("a b");
    }

    @Test
    void whatIsRequiredIsNamedWhenItIsMissing() {
        assertThatThrownBy(() -> of(" ").required("NAME"))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessage("NAME is not set");
    }

    @ParameterizedTest
    @CsvSource({"1s,PT1S", "30s,PT30S", "20m,PT20M", "1h,PT1H", "2d,PT48H"})
    void readsDurations(String text, Duration read) {
        assertThat(of(text).duration("NAME", UNSET, Duration.ofSeconds(1), Duration.ofDays(2)))
                .isEqualTo(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "s", "1.5s", "-1s", "15 s", "15S", "1w", "1234567s", "PT15S"})
    void refusesWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> of(text).duration("NAME", UNSET, Duration.ZERO, Duration.ofDays(1)))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessage("NAME is not usable: not a whole number with s, m, h or d behind it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "31s", "1h"})
    void refusesDurationsOutOfRangeAndSaysTheRange(String text) {
        assertThatThrownBy(() -> of(text).duration("NAME", UNSET, Duration.ofSeconds(1), Duration.ofSeconds(30)))
                .hasMessageContaining("NAME")
                .hasMessageContaining("PT1S to PT30S");
    }

    @Test
    void aDurationThatIsUnsetHasItsDefault() {
        assertThat(of("").duration("NAME", UNSET, Duration.ZERO, Duration.ZERO)).isEqualTo(UNSET);
    }

    @Test
    void readsFlags() {
        assertThat(of("true").flag("NAME", false)).isTrue();
        assertThat(of("false").flag("NAME", true)).isFalse();
        assertThat(of("").flag("NAME", true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "truefalse"})
    void refusesWhatIsNoFlag(String text) {
        assertThatThrownBy(() -> of(text).flag("NAME", false)).hasMessage("NAME is not usable: neither true nor false");
    }

    @Test
    void readsUrls() {
        assertThat(of("https://sqs.eu-west-1.amazonaws.com/1/q").url("NAME"))
                .contains(URI.create("https://sqs.eu-west-1.amazonaws.com/1/q"));
        assertThat(of("http://127.0.0.1:9324").url("NAME")).isPresent();
        assertThat(of("").url("NAME")).isEmpty();
        assertThat(of("http://127.0.0.1:9324").requiredUrl("NAME")).isEqualTo(URI.create("http://127.0.0.1:9324"));
        assertThatThrownBy(() -> of("").requiredUrl("NAME")).hasMessage("NAME is not set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9324",
                "ftp://hunter2.example",
                "http:",
                "https:///hunter2",
                "http://user:hunter2@exa mple",
                "http://hunter2%"
            })
    void refusesWhatIsNoUrlWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> of(text).url("NAME"))
                .isInstanceOf(Environment.Invalid.class)
                .hasMessage("NAME is not usable: not an http or https URL")
                .hasNoCause();
    }

    @Test
    void itsTextShowsNoValue() {
        assertThat(of("hunter2").toString()).doesNotContain("hunter2");
    }

    private static Environment of(String value) {
        return new Environment(Map.of("NAME", value));
    }
}
