package dev.sluice.delivery;

import dev.sluice.delivery.AttemptResult.Answered;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.endpoint.RetrySchedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The decision after an attempt: a pure function of the attempt's number, its result, the time and a random number.
 *
 * <p>Only 2xx is delivered. 410 disables the endpoint. A refused address is dead at once, as is, where the endpoint has it so, a 4xx by
 * which a receiver says that the same request will fail again. Everything else is retried while the schedule lasts; 429, 502, 503 and 504 are asked for their Retry-After (RFC 9110, section 10.2.3), which may lengthen a wait up to the
 * schedule's longest and never shortens it.
 *
 * @param retries4xx false if a 4xx other than 408, 410, 425 and 429 is the last answer
 */
public record RetryPolicy(RetrySchedule schedule, boolean retries4xx) {

    private static final double JITTER = 0.2; // ±20 %, as Svix has it: enough that a herd does not come back as one
    private static final int GONE = 410;

    /** Of the 4xx, those by which a request may succeed later: 408 and 429 (RFC 9110, 15.5.9; RFC 6585, 4), 425 (RFC 8470, 5.2). */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /**
     * Decides.
     *
     * @param attempt the attempt's place in the schedule, from 1
     * @param now when the result was known; waits count from here
     */
    public Decision decide(int attempt, AttemptResult result, Instant now, RandomGenerator random) {
        return switch (result) {
            case Answered answered when answered.isSuccess() -> new Decision.Delivered();
            case Answered answered when answered.status() == GONE -> new Decision.EndpointGone();
            case Failed failed
            when failed.kind() == AttemptResult.Kind.ADDRESS_REFUSED ->
                new Decision.GiveUp(Cause.of(Cause.Reason.ADDRESS_REFUSED, result));
            case Answered answered
            when !retries4xx && isLasting(answered.status()) ->
                new Decision.GiveUp(Cause.of(Cause.Reason.CLIENT_ERROR, result));
            case Answered _, Failed _ ->
                attempt >= schedule.attempts()
                        ? new Decision.GiveUp(Cause.of(Cause.Reason.RETRIES_EXHAUSTED, result))
                        : new Decision.RetryAt(now.plus(wait(attempt, result, now, random.nextDouble())));
        };
    }

    /**
     * Decides for a probe: like any attempt, but that one which would be tried again waits behind the breaker, whatever its schedule says. One
     * delivery is not to die of having been the probe.
     */
    public Decision decideForProbe(int attempt, AttemptResult result, Instant now, RandomGenerator random) {
        return switch (decide(attempt, result, now, random)) {
            case Decision.RetryAt _ -> new Decision.ProbeFailed();
            case Decision.GiveUp(Cause cause)
            when cause.reason() == Cause.Reason.RETRIES_EXHAUSTED -> new Decision.ProbeFailed();
            case Decision other -> other;
        };
    }

    /** Decides for a test, which is one attempt: whoever asked for it sees how it ended and asks again. */
    public static Decision decideForTest(AttemptResult result) {
        return result instanceof Answered answered && answered.isSuccess()
                ? new Decision.Delivered()
                : new Decision.TestFailed();
    }

    private static boolean isLasting(int status) {
        return status >= 400 && status < 500 && !PASSING.contains(status);
    }

    private Duration wait(int attempt, AttemptResult result, Instant now, double random) {
        Duration wait = jittered(schedule.waits().get(attempt - 1), random);
        Duration asked = retryAfter(result, now).orElse(Duration.ZERO);
        Duration most = max(wait, schedule.longest());
        return max(wait, min(asked, most));
    }

    /**
     * The wait moved by up to ±20 %.
     *
     * @param random 0 (inclusive) to 1 (exclusive)
     */
    static Duration jittered(Duration wait, double random) {
        return Duration.ofMillis(Math.round(wait.toMillis() * (1 - JITTER + 2 * JITTER * random)));
    }

    private static Optional<Duration> retryAfter(AttemptResult result, Instant now) {
        if (!(result instanceof Answered answered) || !asksForPatience(answered.status())) {
            return Optional.empty();
        }
        return Optional.ofNullable(answered.headers().get("retry-after"))
                .flatMap(text -> parseRetryAfter(text.strip(), now));
    }

    private static boolean asksForPatience(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** Seconds or an HTTP date; empty for anything else, the past included. */
    static Optional<Duration> parseRetryAfter(String text, Instant now) {
        Duration wait;
        if (!text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            wait = Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                wait = Duration.between(
                        now,
                        ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return wait.isPositive() ? Optional.of(wait) : Optional.empty();
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
