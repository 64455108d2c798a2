package dev.sluice.event.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times as SES, its lookalikes and AWS's pages write them: ISO 8601 with or without seconds and fraction, {@code T} or a space in the
 * middle, a zone as {@code Z}, {@code +00}, {@code +0000} or {@code +00:00} with or without a space before it. Without a zone a time is
 * UTC. Numbers are Unix seconds or milliseconds.
 */
public final class Timestamps {

    private static final Pattern ISO =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\d\\d:\\d\\d(?::\\d\\d)?)(?:[.,](\\d{1,30}))?"
                    + " ?(?:[Zz]|UTC|GMT|([+-]\\d\\d)(?::?(\\d\\d))?)?");

    /** The length of {@code 2026-11-21T18:04:12.481Z}, as SES, SNS and EventBridge's mail events write times. */
    private static final int USUAL_LENGTH = 24;

    /** Longer texts are no times; also what bounds the work of matching. */
    private static final int MAX_LENGTH = 70;

    /** The years in which a number is taken for a time. As seconds and as milliseconds the two ranges are far apart, so neither is guessed. */
    private static final long EARLIEST_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final long LATEST_SECOND =
            Instant.parse("2100-01-01T00:00:00Z").getEpochSecond();

    /** Four digits: other years are written with a sign, which receivers do not expect. */
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Timestamps() {}

    /** The time a JSON value stands for, truncated to milliseconds; null for anything that is no time. */
    public static @Nullable Instant read(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            return parse(value.textValue());
        }
        return value.isIntegralNumber() && value.canConvertToLong() ? ofNumber(value.longValue()) : null;
    }

    /** The time a text stands for, truncated to milliseconds; null for anything that is no time. */
    public static @Nullable Instant parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return null;
        }
        try {
            // Two of these are read for every mail. The expression and the formatter took an eighth of the time of
            // normalizing.
            if (isUsual(text)) {
                return usual(text);
            }
            Matcher iso = ISO.matcher(text.strip());
            if (!iso.matches()) {
                return null;
            }
            LocalDateTime local = LocalDateTime.parse(iso.group(1) + "T" + iso.group(2));
            Instant time =
                    local.plus(millis(iso.group(3)), ChronoUnit.MILLIS).toInstant(zone(iso.group(4), iso.group(5)));
            return time.isBefore(FIRST) || time.isAfter(LAST) ? null : time;
        } catch (DateTimeException e) {
            return null; // the 30th of February, 25 o'clock, a zone 19 hours away
        }
    }

    /** ISO 8601 in UTC with milliseconds and {@code Z}. */
    public static String format(Instant time) {
        return MILLIS.format(time);
    }

    private static boolean isUsual(String text) {
        return text.length() == USUAL_LENGTH
                && areDigits(text, 0, 4)
                && text.charAt(4) == '-'
                && areDigits(text, 5, 7)
                && text.charAt(7) == '-'
                && areDigits(text, 8, 10)
                && text.charAt(10) == 'T'
                && areDigits(text, 11, 13)
                && text.charAt(13) == ':'
                && areDigits(text, 14, 16)
                && text.charAt(16) == ':'
                && areDigits(text, 17, 19)
                && text.charAt(19) == '.'
                && areDigits(text, 20, 23)
                && text.charAt(23) == 'Z';
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** What these digits say. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private static Instant usual(String text) {
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        number(text, 11, 13),
                        number(text, 14, 16),
                        number(text, 17, 19),
                        number(text, 20, 23) * 1_000_000)
                .toInstant(ZoneOffset.UTC);
    }

    private static @Nullable Instant ofNumber(long number) {
        if (number >= EARLIEST_SECOND && number < LATEST_SECOND) {
            return Instant.ofEpochSecond(number);
        }
        long seconds = Math.floorDiv(number, 1000);
        return seconds >= EARLIEST_SECOND && seconds < LATEST_SECOND ? Instant.ofEpochMilli(number) : null;
    }

    private static int millis(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00").substring(0, 3));
    }

    private static ZoneOffset zone(@Nullable String hours, @Nullable String minutes) {
        return hours == null ? ZoneOffset.UTC : ZoneOffset.of(hours + ":" + (minutes == null ? "00" : minutes));
    }
}
