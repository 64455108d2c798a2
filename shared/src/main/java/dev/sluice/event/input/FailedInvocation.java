package dev.sluice.event.input;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What Lambda writes to a queue of an asynchronous invocation that failed to the end: the event lies in it as it was.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Lambda, retaining records</a>
 */
final class FailedInvocation {

    static final String PAYLOAD = "requestPayload";

    private FailedInvocation() {}

    static boolean recognizes(JsonNode document) {
        return document.has(PAYLOAD) && document.has("requestContext");
    }

    /** What the function was invoked with. */
    static JsonNode payload(JsonNode document) {
        return document.path(PAYLOAD);
    }
}
