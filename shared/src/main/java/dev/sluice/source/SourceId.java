package dev.sluice.source;

import dev.sluice.event.SortableId;
import java.util.random.RandomGenerator;

/** A source: {@code src_} and 26 characters. */
public record SourceId(String value) {

    private static final String PREFIX = "src_";

    /** @throws IllegalArgumentException for anything but {@code src_} and 26 characters of Crockford base32 */
    public SourceId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /** A new source's id. */
    public static SourceId create(long epochMillis, RandomGenerator random) {
        return new SourceId(PREFIX + SortableId.random(epochMillis, random));
    }

    /** The source with these 26 characters. */
    public static SourceId ofBare(String bare) {
        return new SourceId(PREFIX + bare);
    }

    /** Whether {@code text} has the form of a source's id. */
    public static boolean isValid(String text) {
        return SortableId.isPrefixed(PREFIX, text);
    }

    /** The 26 characters without the prefix. */
    public String bare() {
        return value.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
