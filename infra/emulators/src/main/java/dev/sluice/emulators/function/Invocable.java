package dev.sluice.emulators.function;

import java.util.UUID;

/** A function as its caller sees it: JSON in, JSON out. Safe for use by many threads where its handler is. */
public sealed interface Invocable permits JsonFunction, StreamFunction {

    /** The function's name. */
    String name();

    /** The function's ARN, in the region and account of all stand-ins but SQS. */
    default String arn() {
        return InvocationContext.arn(name());
    }

    /**
     * Invokes the handler under a new request id.
     *
     * @return {@code Failed} also when the event cannot be read
     * @throws InterruptedException if the waiting thread is interrupted; the handler is then interrupted too
     */
    default InvocationResult<String> invoke(String event) throws InterruptedException {
        return invoke(event, UUID.randomUUID().toString());
    }

    /** The same under this request id. */
    InvocationResult<String> invoke(String event, String requestId) throws InterruptedException;
}
