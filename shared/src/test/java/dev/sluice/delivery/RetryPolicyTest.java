package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.delivery.AttemptResult.Answered;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.Decision.Delivered;
import dev.sluice.delivery.Decision.EndpointGone;
import dev.sluice.delivery.Decision.GiveUp;
import dev.sluice.delivery.Decision.RetryAt;
import dev.sluice.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    /** A Monday, 12:00:00.250 UTC. */
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.250Z");

    private static final RetryPolicy POLICY = new RetryPolicy(RetrySchedule.parse("10s,100s,1000s"), true);
    private static final RandomGenerator MIDDLE = fixed(0.5);

    @Test
    void only2xxIsDelivered() {
        assertThat(IntStream.range(100, 1_000)
                        .filter(status -> decide(1, answered(status)) instanceof Delivered)
                        .boxed())
                .containsExactlyElementsOf(IntStream.range(200, 300).boxed().toList());
    }

    @Test
    void aTestIsOneAttemptWhateverComesOfIt() {
        assertThat(IntStream.range(100, 1_000)
                        .filter(status -> RetryPolicy.decideForTest(answered(status)) instanceof Delivered)
                        .boxed())
                .containsExactlyElementsOf(IntStream.range(200, 300).boxed().toList());
        assertThat(Stream.of(Kind.values()).map(kind -> RetryPolicy.decideForTest(new Failed(kind, false, "no"))))
                .containsOnly(new Decision.TestFailed());
    }

    @Test
    void only410EndsTheEndpoint() {
        assertThat(IntStream.range(100, 1_000)
                        .filter(status -> decide(1, answered(status)) instanceof EndpointGone)
                        .boxed())
                .containsExactly(410);
    }

    @Test
    void everyOtherStatusIsRetriedAtTheSchedulesWait() {
        IntStream.range(100, 1_000)
                .filter(status -> status != 410 && (status < 200 || status >= 300))
                .forEach(status -> assertThat(decide(2, answered(status)))
                        .as("%d", status)
                        .isEqualTo(new RetryAt(NOW.plusSeconds(100))));
    }

    /** All but 408, 425 and 429, which ask to come again, and 410, which says more. */
    @Test
    void aClientErrorIsTheLastAnswerWhereTheEndpointHasItSo() {
        RetryPolicy policy = new RetryPolicy(RetrySchedule.DEFAULT, false);

        assertThat(IntStream.range(100, 1_000)
                        .filter(status -> policy.decide(1, answered(status), NOW, MIDDLE) instanceof GiveUp)
                        .boxed())
                .containsExactlyElementsOf(IntStream.range(400, 500)
                        .filter(status -> !List.of(408, 410, 425, 429).contains(status))
                        .boxed()
                        .toList());
        assertThat(policy.decide(1, answered(404), NOW, MIDDLE))
                .isEqualTo(new GiveUp(new Cause(Cause.Reason.CLIENT_ERROR, "status", 404)));
        assertThat(policy.decide(1, answered(410), NOW, MIDDLE)).isEqualTo(new EndpointGone());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ADDRESS_REFUSED")
    void everyFailureButARefusedAddressIsRetried(Kind kind) {
        assertThat(decide(1, failed(kind))).isEqualTo(new RetryAt(NOW.plusSeconds(10)));
    }

    @Test
    void aRefusedAddressIsGivenUpAtOnce() {
        assertThat(decide(1, failed(Kind.ADDRESS_REFUSED)))
                .isEqualTo(new GiveUp(new Cause(Cause.Reason.ADDRESS_REFUSED, "address_refused", null)));
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,100", "3,1000"})
    void eachAttemptHasItsWait(int attempt, int seconds) {
        assertThat(decide(attempt, answered(500))).isEqualTo(new RetryAt(NOW.plusSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 99})
    void theAttemptAfterTheLastWaitIsTheLast(int attempt) {
        assertThat(decide(attempt, answered(503, "5")))
                .isEqualTo(new GiveUp(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 503)));
        assertThat(decide(attempt, failed(Kind.DNS)))
                .isEqualTo(new GiveUp(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "dns", null)));
        assertThat(decide(attempt, answered(204))).isEqualTo(new Delivered());
        assertThat(decide(attempt, answered(410))).isEqualTo(new EndpointGone());
    }

    @Test
    void withoutWaitsThereIsOneAttempt() {
        RetryPolicy once = new RetryPolicy(RetrySchedule.parse(""), true);

        assertThat(once.decide(1, answered(500), NOW, MIDDLE)).isInstanceOf(GiveUp.class);
        assertThat(once.decide(1, answered(200), NOW, MIDDLE)).isEqualTo(new Delivered());
    }

    @Test
    void theDefaultScheduleEndsAfterEightAttempts() {
        RetryPolicy policy = new RetryPolicy(RetrySchedule.DEFAULT, true);

        for (int attempt = 1; attempt <= 7; attempt++) {
            assertThat(policy.decide(attempt, answered(500), NOW, MIDDLE)).isInstanceOf(RetryAt.class);
        }
        assertThat(policy.decide(8, answered(500), NOW, MIDDLE)).isInstanceOf(GiveUp.class);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void retryAfterLengthensAWaitAndNeverShortensIt(int attempt, String asked, long seconds) {
        for (int status : new int[] {429, 502, 503, 504}) {
            assertThat(decide(attempt, answered(status, asked)))
                    .as("%d, attempt %d, Retry-After: %s", status, attempt, asked)
                    .isEqualTo(new RetryAt(NOW.plusSeconds(seconds)));
        }
    }

    static Stream<Arguments> asked() {
        return Stream.of(
                arguments(1, "30", 30),
                arguments(1, "  30 ", 30),
                arguments(1, "9", 10),
                arguments(1, "10", 10),
                arguments(1, "11", 11),
                arguments(1, "0", 10),
                arguments(1, "-5", 10),
                arguments(1, "1.5", 10),
                arguments(1, "soon", 10),
                arguments(1, "", 10),
                arguments(1, "٣٠", 10), // digits, but not ASCII
                arguments(1, "1000", 1_000),
                arguments(1, "1001", 1_000), // no more than the schedule's longest
                arguments(1, "9999999999", 1_000),
                arguments(1, "99999999999999999999999999", 10),
                arguments(2, "30", 100),
                arguments(2, "300", 300),
                arguments(3, "5000", 1_000));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 02 Mar 2026 12:01:00 GMT | 59750",
                "Mon, 02 Mar 2026 12:00:05 GMT | 10000",
                "Mon, 02 Mar 2026 12:00:00 GMT | 10000",
                "Mon, 02 Mar 2026 11:00:00 GMT | 10000",
                "Sun, 06 Nov 1994 08:49:37 GMT | 10000",
                "Fri, 02 Mar 2085 12:00:00 GMT | 1000000",
                "Tue, 02 Mar 2026 12:01:00 GMT | 10000", // it was a Monday
                "Mon, 32 Mar 2026 12:01:00 GMT | 10000",
                "2026-03-02T12:01:00Z          | 10000"
            })
    void retryAfterMayBeADate(String asked, long milliseconds) {
        assertThat(decide(1, answered(503, asked))).isEqualTo(new RetryAt(NOW.plusMillis(milliseconds)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 404, 408, 500, 501, 505})
    void otherStatusesAreNotAskedForRetryAfter(int status) {
        assertThat(decide(1, answered(status, "300"))).isEqualTo(new RetryAt(NOW.plusSeconds(10)));
    }

    @Test
    void jitterKeepsWithinAFifth() {
        Random random = new Random(11);
        for (Duration wait : List.of(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(24))) {
            long least = wait.toMillis();
            long most = 0;
            for (int i = 0; i < 20_000; i++) {
                long jittered = RetryPolicy.jittered(wait, random.nextDouble()).toMillis();
                least = Math.min(least, jittered);
                most = Math.max(most, jittered);
            }
            assertThat(least).isBetween(wait.toMillis() * 80 / 100, wait.toMillis() * 81 / 100);
            assertThat(most).isBetween(wait.toMillis() * 119 / 100, wait.toMillis() * 120 / 100);
        }
        assertThat(RetryPolicy.jittered(Duration.ofSeconds(10), 0)).isEqualTo(Duration.ofSeconds(8));
        assertThat(RetryPolicy.jittered(Duration.ofSeconds(10), 0.5)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aRetryIsNeverBeforeItsJitteredWaitNorBeyondTheLongest() {
        Random random = new Random(12);
        RetrySchedule schedule = RetrySchedule.DEFAULT;
        for (int i = 0; i < 20_000; i++) {
            int attempt = 1 + random.nextInt(7);
            String asked = Long.toString(random.nextLong(1L << random.nextInt(1, 36)));
            Decision decision = new RetryPolicy(schedule, true).decide(attempt, answered(429, asked), NOW, random);

            Duration wait = Duration.between(NOW, ((RetryAt) decision).at());
            assertThat(wait.toMillis())
                    .isGreaterThanOrEqualTo(schedule.waits().get(attempt - 1).toMillis() * 8 / 10)
                    .isLessThanOrEqualTo(schedule.longest().toMillis() * 12 / 10);
        }
    }

    private static Decision decide(int attempt, AttemptResult result) {
        return POLICY.decide(attempt, result, NOW, MIDDLE);
    }

    private static Answered answered(int status) {
        return new Answered(status, Map.of(), new byte[0], false);
    }

    private static Answered answered(int status, String retryAfter) {
        return new Answered(status, Map.of("retry-after", retryAfter), new byte[0], false);
    }

    private static Failed failed(Kind kind) {
        return new Failed(kind, false, "detail");
    }

    private static RandomGenerator fixed(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only a double is drawn");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
