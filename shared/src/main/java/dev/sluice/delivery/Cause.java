package dev.sluice.delivery;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a delivery is dead: with the endpoint, the fingerprint by which dead deliveries are grouped.
 *
 * @param failure the last attempt's failure class, {@code status} for an answer that was no success; null where there was none
 * @param status the last answer's status, null where there was none
 */
public record Cause(
        Reason reason, @Nullable String failure, @Nullable Integer status) {

    /** Why no further attempt is made. */
    public enum Reason {
        /** Every attempt of the schedule failed. */
        RETRIES_EXHAUSTED,
        /** A 4xx that does not ask to come again, from an endpoint that has it so. */
        CLIENT_ERROR,
        /** The address may not be connected to. */
        ADDRESS_REFUSED,
        /** Held longer than the limit. */
        HELD_TOO_LONG,
        /** Woken three times without an attempt: our own code fails on it. */
        POISON,
        /** The event expired before the delivery could be made. */
        PAYLOAD_MISSING;

        /** The stable code, lower case. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The reason with this code. */
        public static Reason ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** A cause that no attempt brought about. */
    public static Cause without(Reason reason) {
        return new Cause(reason, null, null);
    }

    /** A cause with the fingerprint of the attempt that brought it about. */
    public static Cause of(Reason reason, AttemptResult result) {
        return switch (result) {
            case AttemptResult.Answered answered -> new Cause(reason, "status", answered.status());
            case AttemptResult.Failed failed -> new Cause(reason, failed.kind().code(), null);
        };
    }
}
