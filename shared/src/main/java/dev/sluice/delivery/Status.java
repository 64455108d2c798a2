package dev.sluice.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a delivery stands. */
public sealed interface Status {

    /** The stable code, as rows, API, logs and metrics have it. */
    String code();

    /** Whether only the next series leads out of it. */
    default boolean isAbsorbing() {
        return switch (this) {
            case Pending _, Held _ -> false;
            case Delivered _, Dead _, Canceled _ -> true;
        };
    }

    /**
     * Waiting for its next attempt.
     *
     * @param nextAttemptAt not before this time
     */
    record Pending(Instant nextAttemptAt) implements Status {
        @Override
        public String code() {
            return "pending";
        }
    }

    /**
     * Waiting for its endpoint.
     *
     * @param before the end of the last series, where this one is a redrive or replay that is not begun: what the delivery is again if
     *     that is called off; null otherwise
     */
    record Held(HoldReason reason, Instant since, @Nullable Status before) implements Status {

        /** A hold that has nothing to go back to. */
        public Held(HoldReason reason, Instant since) {
            this(reason, since, null);
        }

        @Override
        public String code() {
            return "held";
        }
    }

    /** The receiver took it. */
    record Delivered(Instant at) implements Status {
        @Override
        public String code() {
            return "delivered";
        }
    }

    /** Given up; kept, to be redriven. */
    record Dead(Cause cause, Instant at) implements Status {
        @Override
        public String code() {
            return "dead";
        }
    }

    /**
     * Called off.
     *
     * @param reason a stable code
     */
    record Canceled(String reason, Instant at) implements Status {

        /** The endpoint was deleted. */
        public static final String ENDPOINT_DELETED = "endpoint_deleted";

        /** Its application asked for it. */
        public static final String REQUEST = "request";

        /** It was dead, and its application wants to see no more of it. */
        public static final String PURGED = "purged";

        /** It was a test, which is one attempt, and that failed. */
        public static final String TEST_FAILED = "test_failed";

        @Override
        public String code() {
            return "canceled";
        }
    }
}
