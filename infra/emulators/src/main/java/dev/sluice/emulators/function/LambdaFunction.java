package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A handler as the Lambda service sees it.
 *
 * @param name appears in the context and in ARNs
 * @param timeout how long one invocation may take, 1 s to 15 min in AWS; anything positive here
 * @param handler one instance for all invocations, where Lambda has one for each that runs at the same time: it must be
 *     thread-safe
 */
public record LambdaFunction<E, R>(String name, Duration timeout, RequestHandler<E, R> handler) {

    public LambdaFunction {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout is not positive: " + timeout);
        }
    }

    /** Invokes the handler under a new request id. */
    public InvocationResult<R> invoke(E event) throws InterruptedException {
        return invoke(event, UUID.randomUUID().toString());
    }

    /**
     * Invokes the handler on a thread of its own and waits for its end or its timeout, whichever is first.
     *
     * @throws InterruptedException if the waiting thread is interrupted; the handler is then interrupted too
     */
    public InvocationResult<R> invoke(E event, String requestId) throws InterruptedException {
        InvocationContext context = new InvocationContext(name, requestId, timeout);
        FutureTask<R> running = new FutureTask<>(() -> handler.handleRequest(event, context));
        Thread.ofVirtual().name(name + " " + requestId).start(running);
        try {
            return new InvocationResult.Returned<>(running.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            context.getLogger().log(stackTrace(cause)); // as the runtime does
            return new InvocationResult.Failed<>(cause);
        } catch (TimeoutException e) {
            return new InvocationResult.TimedOut<>(timeout);
        } finally {
            running.cancel(true);
        }
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
