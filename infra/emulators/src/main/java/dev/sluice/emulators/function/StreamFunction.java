package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A function whose handler reads its event, and writes its answer, by itself. */
public final class StreamFunction implements Invocable {

    private final LambdaFunction<String, String> function;

    /** @param handler one instance for all invocations, as in {@link LambdaFunction} */
    public StreamFunction(String name, Duration timeout, RequestStreamHandler handler) {
        this.function = new LambdaFunction<>(name, timeout, (event, context) -> handle(handler, event, context));
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public InvocationResult<String> invoke(String event, String requestId) throws InterruptedException {
        InvocationResult<String> result = function.invoke(event, requestId);
        return result instanceof InvocationResult.Failed<String>(Carried carried)
                ? new InvocationResult.Failed<>(carried.exception)
                : result;
    }

    private static String handle(RequestStreamHandler handler, String event, Context context) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, context);
        } catch (IOException e) {
            throw new Carried(e);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** What a stream handler may throw and another may not. */
    private static final class Carried extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final IOException exception;

        Carried(IOException exception) {
            super(exception);
            this.exception = exception;
        }
    }
}
