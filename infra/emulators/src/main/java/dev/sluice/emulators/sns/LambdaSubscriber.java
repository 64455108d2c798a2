package dev.sluice.emulators.sns;

import dev.sluice.emulators.function.Invocable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A function that is invoked asynchronously with each notification.
 *
 * @param retryDelays the waits before the second and the third attempt
 * @param concurrency how many invocations run at once; the others wait, as Lambda lets them
 * @param onFailure told after the last attempt, on the thread of that attempt; a notification leaves the spool only after it
 *     has returned
 */
public record LambdaSubscriber(
        Invocable function, List<Duration> retryDelays, int concurrency, Consumer<FailedInvocation> onFailure) {

    /** "Two more times, with a one-minute wait before the first retry and two minutes before the second" (Lambda guide). */
    public static final List<Duration> LAMBDA_RETRY_DELAYS = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    public LambdaSubscriber {
        retryDelays = List.copyOf(retryDelays);
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is less than 1: " + concurrency);
        }
    }

    /** With Lambda's own retry delays and 10 invocations at once. */
    public LambdaSubscriber(Invocable function, Consumer<FailedInvocation> onFailure) {
        this(function, LAMBDA_RETRY_DELAYS, 10, onFailure);
    }
}
