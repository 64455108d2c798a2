package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Lambda's event source mapping of a standard queue with {@code ReportBatchItemFailures}: polls the queue, invokes the handler,
 * deletes what the handler did not report as failed. Works on any SQS endpoint. Thread-safe.
 *
 * <p>As in Lambda: a batch is taken only when one of {@link Builder#concurrency} places is free, so waiting messages stay in the
 * queue unreceived; with less {@link #reserveConcurrency reserved concurrency} than that, messages are received, retried until
 * their visibility ends, and dropped, which costs them a receive; what is not deleted keeps the visibility it has, also one that
 * the handler set.
 *
 * <p>Unlike Lambda: a handler that timed out or whose container crashed cannot be ended, only interrupted and ignored; batches
 * are of at most 10; the number of pollers does not change with the load.
 */
public final class EventSource implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventSource.class.getName());
    private static final Duration AFTER_A_FAILED_RECEIVE = Duration.ofMillis(200);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(10);

    private final SourceQueue queue;
    private final BatchInvoker invoker;
    private final InvocationObserver observer;
    private final int batchSize;
    private final Duration longPoll;
    private final int pollers;
    private final Semaphore places;
    private final ReservedConcurrency reserved = new ReservedConcurrency();
    private final ExecutorService invocations = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    private EventSource(Builder chosen) {
        queue = new SourceQueue(chosen.sqs, chosen.queueUrl);
        if (chosen.timeout.compareTo(queue.visibility()) > 0) {
            throw new IllegalArgumentException("timeout: must not exceed the queue's visibility timeout of "
                    + queue.visibility() + ", was " + chosen.timeout);
        }
        invoker = new BatchInvoker(
                queue, new Containers(chosen.handlers), chosen.functionName, chosen.timeout, chosen.crashes);
        observer = chosen.observer;
        batchSize = chosen.batchSize;
        longPoll = chosen.longPoll;
        pollers = Math.min(chosen.pollers, chosen.concurrency);
        places = new Semaphore(chosen.concurrency);
    }

    /**
     * An event source with Lambda's defaults; change what differs.
     *
     * @param sqs any SQS endpoint; stays the caller's, to be closed after this event source
     * @param handlers makes a handler instance per container, as Lambda calls its constructor; what it throws keeps the batch
     */
    public static Builder builder(
            SqsClient sqs, String queueUrl, Supplier<? extends RequestHandler<SQSEvent, ?>> handlers) {
        return new Builder(sqs, queueUrl, handlers);
    }

    /**
     * Sets the function's reserved concurrency, at once; without it the function has all it asks for.
     *
     * @param limit 0 (throttles everything) or more
     */
    public void reserveConcurrency(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: must not be negative, was " + limit);
        }
        reserved.limit(limit);
    }

    /**
     * Takes no more messages and lets running invocations end. A long poll under way ends in its own time and gives back what it
     * still receives; that costs those messages a receive.
     *
     * @param bound how long running invocations have; then they are interrupted and their messages kept
     * @return whether all ended in time
     */
    public boolean stop(Duration bound) {
        stopping = true;
        reserved.close();
        places.release(pollers);
        invocations.shutdown();
        try {
            boolean ended = invocations.awaitTermination(bound.toNanos(), TimeUnit.NANOSECONDS);
            invocations.shutdownNow();
            return ended;
        } catch (InterruptedException e) {
            invocations.shutdownNow();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Stops with a bound of 10 seconds. */
    @Override
    public void close() {
        stop(CLOSE_BOUND);
    }

    private void start() {
        for (int i = 0; i < pollers; i++) {
            Thread.ofVirtual().name("poller-", i).start(this::poll);
        }
    }

    private void poll() {
        boolean reachable = true;
        while (!stopping) {
            places.acquireUninterruptibly();
            List<SQSMessage> batch = List.of();
            try {
                batch = stopping ? List.of() : queue.receive(batchSize, longPoll);
                reachable = true;
            } catch (RuntimeException e) {
                // A poller outlives whatever its queue answers; it says so once.
                if (reachable && !stopping) {
                    LOG.log(System.Logger.Level.WARNING, "cannot receive, trying again: {0}", e.toString());
                }
                reachable = false;
                pause();
            }
            if (batch.isEmpty()) {
                places.release();
            } else {
                hand(batch, System.nanoTime());
            }
        }
    }

    /** Starts the invocation, which frees the place; what comes in after the stop is given back. */
    private void hand(List<SQSMessage> batch, long receivedNanos) {
        try {
            invocations.execute(() -> {
                try {
                    observer.ended(invoke(batch, receivedNanos));
                } catch (InterruptedException e) {
                    // Stopped: nothing is deleted, the messages come back by their visibility.
                    Thread.currentThread().interrupt();
                } finally {
                    places.release();
                }
            });
        } catch (RejectedExecutionException e) {
            places.release();
            queue.giveBack(batch);
        }
    }

    private Invocation invoke(List<SQSMessage> batch, long receivedNanos) throws InterruptedException {
        Duration sinceReceive = Duration.ofNanos(System.nanoTime() - receivedNanos);
        if (!reserved.acquire(queue.visibility().minus(sinceReceive))) {
            return BatchInvoker.unseen(batch, new Outcome.Throttled());
        }
        try {
            return invoker.invoke(batch);
        } finally {
            reserved.release();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_A_FAILED_RECEIVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What can be chosen. */
    public static final class Builder {
        private final SqsClient sqs;
        private final String queueUrl;
        private final Supplier<? extends RequestHandler<SQSEvent, ?>> handlers;
        private String functionName = "function";
        private int batchSize = 10;
        private int concurrency = 5;
        private int pollers = 5;
        private Duration timeout = Duration.ofSeconds(3);
        private Duration longPoll = Duration.ofSeconds(20);
        private InvocationObserver observer = InvocationObserver.NONE;
        private CrashPlan crashes = CrashPlan.NONE;

        private Builder(SqsClient sqs, String queueUrl, Supplier<? extends RequestHandler<SQSEvent, ?>> handlers) {
            this.sqs = sqs;
            this.queueUrl = queueUrl;
            this.handlers = handlers;
        }

        /** The name in the context. */
        public Builder functionName(String value) {
            functionName = value;
            return this;
        }

        /** Messages per invocation at most, 1 to 10; 10 by default. */
        public Builder batchSize(int value) {
            batchSize = inRange("batchSize", value, 10);
            return this;
        }

        /** Invocations at once at most (MaximumConcurrency), 1 to 1,000; 5 by default. */
        public Builder concurrency(int value) {
            concurrency = inRange("concurrency", value, 1_000);
            return this;
        }

        /** Long polls at once at most, 1 to 1,000; 5 by default, as Lambda starts. Never more than the concurrency. */
        public Builder pollers(int value) {
            pollers = inRange("pollers", value, 1_000);
            return this;
        }

        /** The function's timeout, up to the queue's visibility timeout; 3 s by default. */
        public Builder timeout(Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException("timeout: must be positive, was " + value);
            }
            timeout = value;
            return this;
        }

        /** How long a poll waits for a message, whole seconds, 0 to 20; 20 by default. */
        public Builder longPoll(Duration value) {
            if (value.isNegative() || value.compareTo(Duration.ofSeconds(20)) > 0) {
                throw new IllegalArgumentException("longPoll: must be 0 to 20 s, was " + value);
            }
            longPoll = value;
            return this;
        }

        /** Who learns of every invocation. */
        public Builder observer(InvocationObserver value) {
            observer = value;
            return this;
        }

        /** Where containers die; nowhere by default. */
        public Builder crashes(CrashPlan value) {
            crashes = value;
            return this;
        }

        /**
         * Starts polling.
         *
         * @throws IllegalArgumentException when the timeout exceeds the queue's visibility timeout, as Lambda refuses it
         */
        public EventSource start() {
            EventSource source = new EventSource(this);
            source.start();
            return source;
        }

        private static int inRange(String name, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(name + ": must be 1 to " + max + ", was " + value);
            }
            return value;
        }
    }
}
