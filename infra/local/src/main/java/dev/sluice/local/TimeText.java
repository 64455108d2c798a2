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

    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T.+");

    private TimeText() {}

    /**
     * A time for the API.
     *
     * @return null for null
     * @throws IllegalArgumentException naming both forms, if it is none of them
     */
    static @Nullable String read(@Nullable String text, Instant now) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(length(Long.parseLong(ago.group(1)), ago.group(2))).toString();
        }
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no time: give " + FORM);
        }
        return text; // the API says whether there is such a day
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
