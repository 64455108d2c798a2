package dev.sluice.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which KMS keys wrap data keys.
 *
 * @param current the ARN of the one that new data keys are of, null if none are made
 * @param old ARNs of those whose data keys only open
 * @param period how long a data key seals
 */
record KmsKeys(@Nullable String current, Set<String> old, Duration period) {

    /** No alias: pointed at another key, it would leave data keys behind that nobody may unwrap. */
    private static final Pattern ARN = Pattern.compile("arn:[a-z-]+:kms:([a-z0-9-]+):[0-9]{12}:key/[A-Za-z0-9-]{1,64}");

    /** Copies the set. */
    KmsKeys {
        old = Set.copyOf(old);
    }

    /**
     * Refuses what KMS would refuse only once something is sealed or opened: it knows the keys of its own Region alone.
     *
     * @param region of the KMS that is asked, null for one that has the keys of all
     * @throws IllegalArgumentException if it is no ARN of a key there
     */
    static String requireArn(String text, @Nullable String region) {
        Matcher arn = ARN.matcher(text);
        if (!arn.matches()) {
            throw new IllegalArgumentException("not the ARN of a KMS key (arn:aws:kms:<region>:<account>:key/<id>)");
        }
        if (region != null && !region.equals(arn.group(1))) {
            throw new IllegalArgumentException(
                    "a key of " + arn.group(1) + ", which KMS in " + region + " does not have");
        }
        return text;
    }

    /** Whether there is any. */
    boolean isEmpty() {
        return current == null && old.isEmpty();
    }

    /** Whether data keys that it wrapped are unwrapped. */
    boolean opens(String arn) {
        return arn.equals(current) || old.contains(arn);
    }

    /** Whether a data key seals at {@code now}. */
    boolean isOfThisPeriod(DataKey key, Instant now) {
        return key.kmsKey().equals(current) && now.isBefore(key.createdAt().plus(period));
    }

    /** The one that new data keys are of. */
    String requireCurrent() {
        if (current == null) {
            throw new IllegalStateException("no KMS key seals");
        }
        return current;
    }
}
