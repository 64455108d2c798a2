package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptTest {

    @Test
    void ofASuccessOnlyTheFiguresAreKept() {
        Attempt attempt = attempt(new AttemptResult.Answered(
                202, Map.of("server", "x"), "thanks".getBytes(StandardCharsets.UTF_8), false));

        assertThat(attempt)
                .isEqualTo(new Attempt(
                        3, 2, Samples.NOON, Duration.ofMillis(80), 202, null, true, 512, null, Map.of(), null));
        assertThat(attempt.isSuccess()).isTrue();
    }

    @Test
    void ofAFailingAnswerWhatTheReceiverSaidIsKept() {
        Attempt attempt = attempt(new AttemptResult.Answered(
                500, Map.of("server", "x"), "größer".getBytes(StandardCharsets.UTF_8), true));

        assertThat(attempt.status()).isEqualTo(500);
        assertThat(attempt.answer()).isEqualTo("größer");
        assertThat(attempt.headers()).isEqualTo(Map.of("server", "x"));
        assertThat(attempt.mayHaveArrived()).isTrue();
        assertThat(attempt.isSuccess()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofNoAnswerTheFailureIsKept(boolean mayHaveArrived) {
        Attempt attempt = attempt(new AttemptResult.Failed(AttemptResult.Kind.RESET, mayHaveArrived, "peer reset"));

        assertThat(attempt)
                .isEqualTo(new Attempt(
                        3,
                        2,
                        Samples.NOON,
                        Duration.ofMillis(80),
                        null,
                        AttemptResult.Kind.RESET,
                        mayHaveArrived,
                        512,
                        null,
                        Map.of(),
                        "peer reset"));
        assertThat(attempt.isSuccess()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_023, 1_024, 1_025, 60_000})
    void oneKibibyteOfAnAnswerIsKept(int size) {
        Attempt attempt = attempt(
                new AttemptResult.Answered(500, Map.of(), "a".repeat(size).getBytes(), true));

        assertThat(attempt.answer()).isEqualTo("a".repeat(Math.min(1_024, size)));
    }

    @Test
    void anAnswerThatIsNotUtf8ShowsReplacementCharacters() {
        byte[] body = {'a', (byte) 0xff, 'b'};

        assertThat(attempt(new AttemptResult.Answered(400, Map.of(), body, false))
                        .answer())
                .isEqualTo("a\ufffdb");
    }

    @Test
    void headersAreKeptInTheOrderOfTheirNamesWhileThereIsRoom() {
        Map<String, String> headers = new HashMap<>();
        IntStream.range(10, 30).forEach(i -> headers.put("header-" + i, "v".repeat(1_000)));
        headers.put("a-name-without-end" + "n".repeat(3_000), "x");
        headers.put("z", "short");

        Map<String, String> kept = attempt(new AttemptResult.Answered(500, headers, new byte[0], false))
                .headers();

        assertThat(new TreeMap<>(kept).keySet())
                .containsExactly(
                        "header-10", "header-11", "header-12", "header-13", "header-14", "header-15", "header-16", "z");
        assertThat(kept.get("header-10")).isEqualTo("v".repeat(256));
        assertThat(kept.entrySet().stream()
                        .mapToInt(header ->
                                header.getKey().length() + header.getValue().length())
                        .sum())
                .isLessThanOrEqualTo(2_048);
    }

    @Test
    void aDetailIsCut() {
        Attempt attempt = attempt(new AttemptResult.Failed(AttemptResult.Kind.TLS, false, "certificate".repeat(100)));

        assertThat(attempt.detail()).hasSize(256).startsWith("certificate");
    }

    private static Attempt attempt(AttemptResult result) {
        return Attempt.of(3, 2, Samples.NOON, Duration.ofMillis(80), 512, result);
    }
}
