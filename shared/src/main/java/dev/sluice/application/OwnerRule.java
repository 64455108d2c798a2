package dev.sluice.application;

import dev.sluice.event.AppId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Whose an input is that says this of itself. */
public record OwnerRule(Kind kind, String value, AppId app, Instant createdAt) {

    /** Longest value, in bytes of UTF-8: with its kind before it, it is a sort key, which has 1,024 at most (DynamoDB). ARNs are shorter. */
    public static final int LONGEST_VALUE = 1_000;

    /** What a rule looks at, in the order in which rules are asked. */
    public enum Kind {
        TAG("tag"),
        CONFIGURATION_SET("configuration_set"),
        IDENTITY("identity"),
        STRIPE_ACCOUNT("stripe_account"),
        TOPIC("topic"),
        QUEUE("queue"),
        EVENT_SOURCE("event_source");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** The stable code, in snake case. */
        public String code() {
            return code;
        }

        /** The kind of this code. */
        public static Optional<Kind> ofCode(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code.equals(code))
                    .findFirst();
        }
    }

    /** @throws IllegalArgumentException if the value is blank or too long */
    public OwnerRule {
        if (!isValue(value)) {
            throw new IllegalArgumentException("value is not 1 to " + LONGEST_VALUE + " bytes that are not all blank");
        }
    }

    /** Whether a rule may have this value. */
    public static boolean isValue(String text) {
        return !text.isBlank() && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_VALUE;
    }
}
