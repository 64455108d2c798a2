package dev.sluice.local;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as they are typed. */
final class TimeText {

    /** For the help of options that take one. */
    static final String FORM = "2h for two hours ago (s, m, h, d), or such as 2026-01-31T12:00:00Z.";

    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");

    private TimeText() {}

    /**
     * A time for the API, which says what is wrong with one that is none.
     *
     * @return null for null
     */
    static @Nullable String read(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        return ago.matches()
                ? now.minus(length(Long.parseLong(ago.group(1)), ago.group(2))).toString()
                : text;
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
