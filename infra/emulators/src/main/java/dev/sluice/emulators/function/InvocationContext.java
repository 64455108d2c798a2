package dev.sluice.emulators.function;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What Lambda tells a handler about its invocation. Its time runs from construction, by the machine's monotonic clock; its logger
 * writes to standard error.
 */
public final class InvocationContext implements Context {

    private static final int MEMORY_MB = 1769; // what one virtual CPU comes with

    private final String functionName;
    private final String requestId;
    private final long deadlineNanos;

    /**
     * Starts an invocation's time.
     *
     * @param timeout the function's timeout, greater than zero
     */
    public InvocationContext(String functionName, String requestId, Duration timeout) {
        this.functionName = functionName;
        this.requestId = requestId;
        this.deadlineNanos = System.nanoTime() + timeout.toNanos();
    }

    /** A function's ARN, in the region and account of all stand-ins but SQS. */
    static String arn(String functionName) {
        return "arn:aws:lambda:us-east-1:123456789012:function:" + functionName;
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + functionName;
    }

    @Override
    public String getLogStreamName() {
        return "local";
    }

    @Override
    public String getFunctionName() {
        return functionName;
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return arn(functionName);
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    /** Milliseconds until the function's timeout, never below zero. */
    @Override
    public int getRemainingTimeInMillis() {
        long left = Duration.ofNanos(deadlineNanos - System.nanoTime()).toMillis();
        return (int) Math.clamp(left, 0, Integer.MAX_VALUE);
    }

    @Override
    public int getMemoryLimitInMB() {
        return MEMORY_MB;
    }

    @Override
    public LambdaLogger getLogger() {
        return StandardError.LOGGER;
    }

    private static final class StandardError implements LambdaLogger {
        static final LambdaLogger LOGGER = new StandardError();

        @Override
        public void log(String message) {
            log((message + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void log(byte[] message) {
            System.err.write(message, 0, message.length);
            System.err.flush();
        }
    }
}
