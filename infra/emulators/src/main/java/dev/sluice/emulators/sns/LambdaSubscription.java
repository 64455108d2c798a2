package dev.sluice.emulators.sns;

import dev.sluice.emulators.function.InvocationResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Invokes a function with the JSON that AWS sends. */
final class LambdaSubscription implements Subscription {

    private final String arn;
    private final LambdaSubscriber subscriber;
    private final Envelopes envelopes;
    private final InstantSource clock;
    private final Semaphore running;

    LambdaSubscription(String arn, LambdaSubscriber subscriber, Envelopes envelopes, InstantSource clock) {
        this.arn = arn;
        this.subscriber = subscriber;
        this.envelopes = envelopes;
        this.clock = clock;
        this.running = new Semaphore(subscriber.concurrency());
    }

    @Override
    public String arn() {
        return arn;
    }

    @Override
    public String protocol() {
        return "lambda";
    }

    @Override
    public String endpoint() {
        return subscriber.function().arn();
    }

    @Override
    public boolean awaitsFirstAttempt() {
        return true;
    }

    @Override
    public List<Duration> retryDelays() {
        return subscriber.retryDelays();
    }

    @Override
    public Outcome attempt(Notification notification, String requestId) throws InterruptedException {
        String event = envelopes.forFunction(notification, arn);
        running.acquire();
        try {
            return switch (subscriber.function().invoke(event, requestId)) {
                case InvocationResult.Returned<?> _ -> new Outcome.Delivered();
                case InvocationResult.Failed<?>(Throwable cause) ->
                    new Outcome.Failed(cause.getClass().getName(), String.valueOf(cause.getMessage()));
                case InvocationResult.TimedOut<?>(Duration after) ->
                    new Outcome.Failed(
                            "Sandbox.Timedout",
                            "RequestId: " + requestId + " Error: Task timed out after "
                                    + String.format("%.2f", after.toMillis() / 1000.0) + " seconds");
            };
        } finally {
            running.release();
        }
    }

    @Override
    public void gaveUp(
            Notification notification, String requestId, int attempts, String errorType, String errorMessage) {
        subscriber
                .onFailure()
                .accept(new FailedInvocation(
                        clock.instant(),
                        subscriber.function().arn(),
                        requestId,
                        envelopes.forFunction(notification, arn),
                        attempts,
                        errorType,
                        errorMessage));
    }
}
