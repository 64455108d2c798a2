package dev.sluice.emulators.sns;

import java.time.Duration;
import java.util.List;

/** Someone to whom a topic's notifications go. Thread-safe. */
interface Subscription {

    /** How one attempt to hand a notification over ended. */
    sealed interface Outcome {

        record Delivered() implements Outcome {}

        /** Worth another attempt. */
        record Failed(String type, String message) implements Outcome {}

        /** Another attempt would end in the same way. */
        record Refused(String type, String message) implements Outcome {}
    }

    String arn();

    /** {@code lambda}, {@code http} or {@code https}. */
    String protocol();

    String endpoint();

    /** Whether {@code Publish} answers only after the first attempt where nothing is kept on disk. */
    boolean awaitsFirstAttempt();

    /** The waits before the second, third … attempt. */
    List<Duration> retryDelays();

    /**
     * Hands a notification over.
     *
     * @param requestId the same for every attempt of one delivery
     * @throws InterruptedException when the stand-in stops: the attempt counts for nothing
     */
    Outcome attempt(Notification notification, String requestId) throws InterruptedException;

    /** Told once, after the last attempt failed. If it throws, a spooled notification stays in the spool. */
    void gaveUp(Notification notification, String requestId, int attempts, String errorType, String errorMessage);
}
