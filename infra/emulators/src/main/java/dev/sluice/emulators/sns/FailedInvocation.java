package dev.sluice.emulators.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * An asynchronous invocation that failed for the last time.
 *
 * @param requestPayload the event, as JSON
 * @param attempts 1 and the retries
 * @param errorType the class of the exception, or {@code Sandbox.Timedout}
 */
public record FailedInvocation(
        Instant at,
        String functionArn,
        String requestId,
        String requestPayload,
        int attempts,
        String errorType,
        String errorMessage) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * What Lambda sends to an on-failure destination.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html">Capturing records of
     *     Lambda asynchronous invocations</a>
     */
    public String toJson() {
        ObjectNode destinationRecord = JSON.createObjectNode();
        destinationRecord.put("version", "1.0");
        destinationRecord.put("timestamp", Timestamps.iso(at));
        destinationRecord
                .putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", functionArn + ":$LATEST")
                .put("condition", "RetriesExhausted")
                .put("approximateInvokeCount", attempts);
        try {
            destinationRecord.set("requestPayload", JSON.readTree(requestPayload));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("requestPayload is not JSON", e);
        }
        destinationRecord
                .putObject("responseContext")
                .put("statusCode", 200)
                .put("executedVersion", "$LATEST")
                .put("functionError", "Unhandled");
        destinationRecord
                .putObject("responsePayload")
                .put("errorMessage", errorMessage)
                .put("errorType", errorType);
        return destinationRecord.toString();
    }
}
