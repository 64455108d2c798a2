package dev.sluice.signature;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key that secrets are sealed under, as it is kept: wrapped by KMS.
 *
 * @param number counts from 1; no two have the same
 * @param kmsKey the ARN of the KMS key that wrapped it
 * @param wrapped in standard base64; opens nothing by itself
 */
public record DataKey(int number, String kmsKey, String wrapped, Instant createdAt) {

    /** How ids begin; no key of a file has such an id. */
    static final String PREFIX = "dk_";

    private static final Pattern ID = Pattern.compile(PREFIX + "([1-9][0-9]{0,5})");

    /** @throws IllegalArgumentException naming the field that is wrong */
    public DataKey {
        if (number < 1) {
            throw new IllegalArgumentException("number is " + number + ", less than 1");
        }
        if (wrapped.isEmpty()) {
            throw new IllegalArgumentException("wrapped is empty");
        }
    }

    /** As it stands in envelopes. */
    public String id() {
        return id(number);
    }

    /** What KMS binds the data key to with this number: unwrapped as another, or for another purpose, it does not open. */
    static Map<String, String> context(int number) {
        return Map.of("sluice", "sealing", "data_key", id(number));
    }

    /** The number in an id; empty for another key's. */
    static Optional<Integer> number(String id) {
        return Optional.of(ID.matcher(id))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.valueOf(matcher.group(1)));
    }

    private static String id(int number) {
        return PREFIX + number;
    }
}
