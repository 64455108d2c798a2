package dev.sluice.emulators.sns;

import dev.sluice.emulators.sns.Subscription.Outcome;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Attempts, waits between them, and the end of each delivery. */
final class Deliveries implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());

    private final ScheduledExecutorService scheduler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Future<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param scheduler measures the waits; it is not shut down here */
    Deliveries(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** One notification on its way to one subscriber. */
    private record Delivery(
            Notification notification,
            Subscription subscription,
            String requestId,
            CompletableFuture<Void> firstAttempt,
            Runnable done) {}

    /**
     * Starts a delivery.
     *
     * @param done run once, after the subscriber has it or {@link Subscription#gaveUp} has returned; never after a stop
     * @return completed, never exceptionally, when the first attempt has ended
     */
    CompletableFuture<Void> start(Notification notification, Subscription subscription, Runnable done) {
        Delivery delivery =
                new Delivery(notification, subscription, UUID.randomUUID().toString(), new CompletableFuture<>(), done);
        attempt(delivery, 1);
        return delivery.firstAttempt();
    }

    /** Stops at once: running attempts are interrupted, later ones never made. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(wait -> wait.cancel(false));
        threads.shutdownNow();
    }

    private void attempt(Delivery delivery, int number) {
        if (closed) {
            return;
        }
        threads.execute(() -> {
            try {
                settle(
                        delivery,
                        number,
                        delivery.subscription().attempt(delivery.notification(), delivery.requestId()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "delivery of " + delivery.notification().messageId() + " to "
                                + delivery.subscription().arn() + " ended without an outcome",
                        e);
            } finally {
                delivery.firstAttempt().complete(null);
            }
        });
    }

    private void settle(Delivery delivery, int number, Outcome outcome) {
        switch (outcome) {
            case Outcome.Delivered() -> delivery.done().run();
            case Outcome.Refused(String type, String message) -> giveUp(delivery, number, type, message);
            case Outcome.Failed(String type, String message) -> {
                if (number <= delivery.subscription().retryDelays().size()) {
                    retry(
                            delivery,
                            number + 1,
                            delivery.subscription().retryDelays().get(number - 1));
                } else {
                    giveUp(delivery, number, type, message);
                }
            }
        }
    }

    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself, and nothing else is asked for
    private void retry(Delivery delivery, int number, Duration delay) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Future<?> wait = scheduler.schedule(
                () -> {
                    begun.complete(null);
                    attempt(delivery, number);
                },
                delay.toNanos(),
                TimeUnit.NANOSECONDS);
        waiting.add(wait);
        var _ = begun.thenRun(() -> waiting.remove(wait));
        if (closed) {
            wait.cancel(false);
        }
    }

    private static void giveUp(Delivery delivery, int attempts, String type, String message) {
        delivery.subscription().gaveUp(delivery.notification(), delivery.requestId(), attempts, type, message);
        delivery.done().run();
    }
}
