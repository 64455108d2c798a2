package dev.sluice.event;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By which the lines about one event are found, from the request that told of it to its attempts: 32 lower-case hexadecimal digits, not
 * all of them 0.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#trace-id">W3C Trace Context, trace-id</a>
 */
public record TraceId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");
    private static final String NONE = "0".repeat(32);

    /** Version 00, or a later one, which may go on behind the flags; ff is none (W3C Trace Context, section 3.2.2). */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    /** As X-Ray, API Gateway and Lambda write it: {@code Root=1-<8 digits>-<24 digits>}, with other fields around. */
    private static final Pattern AMAZON =
            Pattern.compile("(?:^|;)\\s*Root=1-([0-9a-fA-F]{8})-([0-9a-fA-F]{24})(?:;|$)");

    private static final int LONGEST_HEADER = 512; // W3C and AWS write about a hundred characters

    /** @throws IllegalArgumentException for anything but 32 lower-case hexadecimal digits of which one is not 0 */
    public TraceId {
        if (!FORM.matcher(value).matches() || value.equals(NONE)) {
            throw new IllegalArgumentException("not a trace id of 32 lower-case hexadecimal digits");
        }
    }

    /** That of a W3C {@code traceparent} header; nothing if it is none. */
    public static Optional<TraceId> ofTraceparent(String header) {
        Matcher matcher = TRACEPARENT.matcher(header);
        return header.length() <= LONGEST_HEADER
                        && matcher.matches()
                        && (matcher.group(3) == null || !matcher.group(1).equals("00"))
                ? ofDigits(matcher.group(2))
                : Optional.empty();
    }

    /** That of an {@code X-Amzn-Trace-Id} header; nothing if it holds none. */
    public static Optional<TraceId> ofAmazon(String header) {
        Matcher matcher = AMAZON.matcher(header);
        return header.length() <= LONGEST_HEADER && matcher.find()
                ? ofDigits((matcher.group(1) + matcher.group(2)).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static Optional<TraceId> ofDigits(String digits) {
        return digits.equals(NONE) ? Optional.empty() : Optional.of(new TraceId(digits));
    }

    /** The id of these 16 bytes. */
    public static TraceId of(byte[] bytes) {
        return new TraceId(HexFormat.of().formatHex(bytes));
    }

    /** The 16 bytes. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
