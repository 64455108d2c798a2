package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.UUID;

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
     * Invokes the handler on the calling thread, as Lambda does on a container's own, and interrupts it at its timeout. One that takes no
     * notice is waited for, where Lambda would end it.
     *
     * @throws InterruptedException if the calling thread was interrupted meanwhile, whatever came of the handler
     */
    public InvocationResult<R> invoke(E event, String requestId) throws InterruptedException {
        InvocationContext context = new InvocationContext(name, requestId, timeout);
        InvocationResult<R> result;
        TimeLimit limit = TimeLimit.begin(timeout);
        try {
            result = new InvocationResult.Returned<>(handler.handleRequest(event, context));
        } catch (Throwable e) { // an Error too is the function's, not its caller's
            result = new InvocationResult.Failed<>(e);
        }
        if (limit.end()) {
            return new InvocationResult.TimedOut<>(timeout);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (result instanceof InvocationResult.Failed<R>(Throwable cause)) {
            context.getLogger().log(stackTrace(cause)); // as the runtime does
        }
        return result;
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
