package dev.sluice.endpoint;

import dev.sluice.event.SortableId;
import java.util.random.RandomGenerator;

/** An endpoint: {@code ep_} and 26 characters. */
public record EndpointId(String value) {

    private static final String PREFIX = "ep_";

    /** @throws IllegalArgumentException for anything but {@code ep_} and 26 characters of Crockford base32 */
    public EndpointId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /** A new endpoint's id. */
    public static EndpointId create(long epochMillis, RandomGenerator random) {
        return new EndpointId(PREFIX + SortableId.random(epochMillis, random));
    }

    /** The endpoint with these 26 characters. */
    public static EndpointId ofBare(String bare) {
        return new EndpointId(PREFIX + bare);
    }

    /** Whether {@code text} has the form of an endpoint id. */
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
