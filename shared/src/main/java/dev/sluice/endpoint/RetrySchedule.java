package dev.sluice.endpoint;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The waits between attempts, before jitter. {@code n} waits are {@code n + 1} attempts.
 *
 * @param waits 0 to 30, each 1 second to 24 hours
 */
public record RetrySchedule(List<Duration> waits) {

    private static final int MOST_WAITS = 30;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Pattern WAIT = Pattern.compile("(\\d{1,6})([smh])");

    /** 8 attempts over 27 h 35 min, as Svix and OpenSend have it. */
    public static final RetrySchedule DEFAULT = parse("5s,5m,30m,2h,5h,10h,10h");

    /** @throws IllegalArgumentException naming the range that is left */
    public RetrySchedule {
        waits = List.copyOf(waits);
        if (waits.size() > MOST_WAITS) {
            throw new IllegalArgumentException(
                    "retry_schedule has " + waits.size() + " waits, more than " + MOST_WAITS);
        }
        for (Duration wait : waits) {
            if (wait.compareTo(SHORTEST) < 0 || wait.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("retry_schedule has a wait outside 1s to 24h");
            }
        }
    }

    /**
     * Reads {@code 5s,5m,2h}; the empty text is no retry at all.
     *
     * @throws IllegalArgumentException naming the wait that cannot be read
     */
    public static RetrySchedule parse(String text) {
        if (text.isBlank()) {
            return new RetrySchedule(List.of());
        }
        return new RetrySchedule(
                Arrays.stream(text.split(",", -1)).map(RetrySchedule::wait).toList());
    }

    /** How many attempts there are at most. */
    public int attempts() {
        return waits.size() + 1;
    }

    /** The longest wait; zero where there is none. */
    public Duration longest() {
        return waits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The text that {@link #parse} reads. */
    @Override
    public String toString() {
        return waits.stream().map(RetrySchedule::text).collect(Collectors.joining(","));
    }

    private static Duration wait(String text) {
        Matcher matcher = WAIT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "retry_schedule has a wait that is not a number with s, m or h behind it");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static String text(Duration wait) {
        if (wait.toSeconds() % 3600 == 0) {
            return wait.toHours() + "h";
        }
        return wait.toSeconds() % 60 == 0 ? wait.toMinutes() + "m" : wait.toSeconds() + "s";
    }
}
