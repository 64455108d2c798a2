package dev.sluice.endpoint;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which event types an endpoint wants: exact types, {@code *} for all, or {@code prefix.*} for everything below a prefix.
 *
 * @param patterns at least one and at most 100, without repeats
 */
public record Subscription(List<String> patterns) {

    private static final int MOST_PATTERNS = 100;
    private static final int LONGEST_PATTERN = 256;
    private static final Pattern FORM = Pattern.compile("\\*|\\w+(\\.\\w+)*(\\.\\*)?");

    /** Every type. */
    public static final Subscription ALL = new Subscription(List.of("*")); // behind the constants it is checked by

    /** @throws IllegalArgumentException naming the first pattern that is none */
    public Subscription {
        patterns = List.copyOf(patterns.stream().distinct().toList());
        if (patterns.isEmpty() || patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException(
                    "event_types has " + patterns.size() + " entries, not 1 to " + MOST_PATTERNS);
        }
        for (String pattern : patterns) {
            if (pattern.length() > LONGEST_PATTERN || !FORM.matcher(pattern).matches()) {
                throw new IllegalArgumentException(
                        "event_types has an entry that is neither a type (letters, digits and _,"
                                + " separated by full stops), nor \"*\", nor \"prefix.*\"");
            }
        }
    }

    /** Whether an event of this type is wanted. */
    public boolean matches(String type) {
        for (String pattern : patterns) {
            if (matches(pattern, type)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String type) {
        if (!pattern.endsWith("*")) {
            return pattern.equals(type);
        }
        // "email.*" is "email." and something behind it; "*" is anything.
        int prefix = pattern.length() - 1;
        return type.length() > prefix && type.regionMatches(0, pattern, 0, prefix);
    }
}
