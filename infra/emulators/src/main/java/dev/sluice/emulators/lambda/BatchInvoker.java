package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.emulators.function.InvocationContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gives one batch to one container and deletes what is done. Thread-safe. */
final class BatchInvoker {
    private final SourceQueue queue;
    private final Containers containers;
    private final String functionName;
    private final Duration timeout;
    private final CrashPlan crashes;

    BatchInvoker(SourceQueue queue, Containers containers, String functionName, Duration timeout, CrashPlan crashes) {
        this.queue = queue;
        this.containers = containers;
        this.functionName = functionName;
        this.timeout = timeout;
        this.crashes = crashes;
    }

    Invocation invoke(List<SQSMessage> batch) throws InterruptedException {
        if (crashes.crashes(Seam.BEFORE_INVOKE, batch)) {
            return unseen(batch, new Outcome.Crashed(Seam.BEFORE_INVOKE));
        }
        RequestHandler<SQSEvent, ?> handler;
        try {
            handler = containers.take();
        } catch (RuntimeException e) {
            return unseen(batch, new Outcome.Threw(e));
        }
        // From here on the function's time runs; a cold start is not counted.
        InvocationContext context =
                new InvocationContext(functionName, UUID.randomUUID().toString(), timeout);
        long started = System.nanoTime();
        Outcome outcome = call(handler, SqsEvents.event(batch), context);
        Duration duration = Duration.ofNanos(System.nanoTime() - started);
        if (outcome instanceof Outcome.Returned returned) {
            return settle(handler, batch, returned, context.getAwsRequestId(), duration);
        }
        if (outcome instanceof Outcome.Threw threw && threw.failure() instanceof Exception) {
            // An exception is an answer like another; after an Error or a timeout Lambda ends the container.
            containers.giveBack(handler);
        }
        return new Invocation(context.getAwsRequestId(), batch, outcome, Set.of(), duration);
    }

    /** An invocation whose batch the handler never saw. */
    static Invocation unseen(List<SQSMessage> batch, Outcome outcome) {
        return new Invocation("", batch, outcome, Set.of(), Duration.ZERO);
    }

    private Outcome call(RequestHandler<SQSEvent, ?> handler, SQSEvent event, InvocationContext context)
            throws InterruptedException {
        FutureTask<Outcome> call = new FutureTask<>(() -> new Outcome.Returned(handler.handleRequest(event, context)));
        Thread.ofVirtual().name(functionName).start(call);
        try {
            return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // The nearest to ending the sandbox that one JVM allows; what the handler still returns goes nowhere.
            call.cancel(true);
            return new Outcome.TimedOut();
        } catch (ExecutionException e) {
            return new Outcome.Threw(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }

    private Invocation settle(
            RequestHandler<SQSEvent, ?> handler,
            List<SQSMessage> batch,
            Outcome.Returned returned,
            String requestId,
            Duration duration) {
        if (crashes.crashes(Seam.AFTER_INVOKE_BEFORE_DELETE, batch)) {
            Outcome crashed = new Outcome.Crashed(Seam.AFTER_INVOKE_BEFORE_DELETE);
            return new Invocation(requestId, batch, crashed, Set.of(), duration);
        }
        Set<String> deleted = queue.delete(done(batch, returned.response()));
        if (crashes.crashes(Seam.AFTER_DELETE, batch)) {
            return new Invocation(requestId, batch, new Outcome.Crashed(Seam.AFTER_DELETE), deleted, duration);
        }
        containers.giveBack(handler);
        return new Invocation(requestId, batch, returned, deleted, duration);
    }

    private static List<SQSMessage> done(List<SQSMessage> batch, @Nullable Object response) {
        Set<String> ids = new HashSet<>();
        batch.forEach(message -> ids.add(message.getMessageId()));
        Set<String> kept = PartialBatch.kept(ids, response);
        return batch.stream()
                .filter(message -> !kept.contains(message.getMessageId()))
                .toList();
    }
}
