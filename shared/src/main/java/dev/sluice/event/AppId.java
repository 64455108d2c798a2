package dev.sluice.event;

import java.util.random.RandomGenerator;

/** An application, which is the tenant: {@code app_} and 26 characters. */
public record AppId(String value) {

    private static final String PREFIX = "app_";

    /** @throws IllegalArgumentException for anything but {@code app_} and 26 characters of Crockford base32 */
    public AppId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /** A new application's id. */
    public static AppId create(long epochMillis, RandomGenerator random) {
        return new AppId(PREFIX + SortableId.random(epochMillis, random));
    }

    /** The application with these 26 characters. */
    public static AppId ofBare(String bare) {
        return new AppId(PREFIX + bare);
    }

    /** Whether {@code text} has the form of an application id. */
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
