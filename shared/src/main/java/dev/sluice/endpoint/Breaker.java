package dev.sluice.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What keeps deliveries from an endpoint that fails, so that neither its attempts nor its retries cost anybody anything: a value and pure
 * functions of it. Closed, everything is tried. Open, one delivery is tried at a time, the probe, further and further apart; all others wait.
 *
 * @param failures in a row, counted up to {@value #FAILURES_TO_OPEN}
 * @param failingSince the first of them; null if there is none
 * @param countedAt the last that was counted; null if there is none
 * @param openUntil when the next probe may be made; null while it is closed
 * @param probes made since it opened
 * @param successes of probes since the last failure
 */
public record Breaker(
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant countedAt,
        @Nullable Instant openUntil,
        int probes,
        int successes) {

    /** Failures in a row after which it opens. */
    public static final int FAILURES_TO_OPEN = 5;

    /** Successes after which it closes. */
    public static final int SUCCESSES_TO_CLOSE = 2;

    /**
     * How long a row of failures lasts before it counts as one. A container may not know for a second that there are failures, and says
     * nothing of its successes until then; whatever succeeds afterwards ends the row.
     */
    public static final Duration SHORTEST_ROW = Duration.ofSeconds(2);

    /** Nothing but failures for that long, and the endpoint is disabled. */
    public static final Duration DISABLED_AFTER = Duration.ofDays(5);

    /** Failures further apart than that are no row: nothing was sent in between. Twice the longest wait of a schedule. */
    static final Duration LONGEST_SILENCE = Duration.ofDays(2);

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Of an endpoint whose last attempt succeeded, or that had none. */
    public static final Breaker CLOSED = new Breaker(0, null, null, null, 0, 0);

    /** Whether only probes are made. */
    public boolean isOpen() {
        return openUntil != null;
    }

    /**
     * When the next probe may be made.
     *
     * @throws NullPointerException if it is closed
     */
    public Instant probeAt() {
        return Objects.requireNonNull(openUntil, "a closed breaker takes no probes");
    }

    /** Whether a probe may be made. */
    public boolean takesProbe(Instant now) {
        return openUntil != null && !now.isBefore(openUntil);
    }

    /** Whether there is a failure to forget or a success to count. */
    public boolean isTroubled() {
        return failures > 0;
    }

    /** This breaker with a probe under way: the next one may be made when this one should have ended long ago. */
    public Breaker probing(Instant now) {
        boolean isNewRow = probeAt().plus(LONGEST_SILENCE).isBefore(now);
        return new Breaker(
                failures, isNewRow ? now : failingSince, countedAt, now.plus(wait(probes + 1)), probes + 1, successes);
    }

    /** This breaker after a failure, of a probe or of an attempt that began while it was closed. */
    public Breaker failed(Instant now) {
        if (isOpen()) {
            return new Breaker(failures, failingSince, countedAt, openUntil, probes, 0);
        }
        if (failingSince == null
                || countedAt == null
                || countedAt.plus(LONGEST_SILENCE).isBefore(now)) {
            return new Breaker(1, now, now, null, 0, 0);
        }
        boolean opens = failures + 1 >= FAILURES_TO_OPEN && !now.isBefore(failingSince.plus(SHORTEST_ROW));
        if (opens) {
            return new Breaker(FAILURES_TO_OPEN, failingSince, now, now.plus(wait(0)), 0, 0);
        }
        return failures < FAILURES_TO_OPEN ? new Breaker(failures + 1, failingSince, now, null, 0, 0) : this;
    }

    /** This breaker after a success: closed, or with room for the next probe at once. */
    public Breaker succeeded(Instant now) {
        return !isOpen() || successes + 1 >= SUCCESSES_TO_CLOSE
                ? CLOSED
                : new Breaker(failures, failingSince, countedAt, now, probes, successes + 1);
    }

    /** Whether the endpoint is to be disabled, if it failed now. */
    public boolean isHopeless(Instant now) {
        Instant at = disableAt();
        return at != null && !now.isBefore(at);
    }

    /** When the endpoint is disabled if nothing but failures comes of it; null while there are too few to say. */
    public @Nullable Instant disableAt() {
        return failingSince == null || failures < FAILURES_TO_OPEN ? null : failingSince.plus(DISABLED_AFTER);
    }

    private static Duration wait(int probes) {
        Duration doubled = FIRST_WAIT.multipliedBy(1L << Math.min(probes, 4));
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
}
