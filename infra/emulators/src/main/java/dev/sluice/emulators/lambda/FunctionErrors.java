package dev.sluice.emulators.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/** What a caller gets of a function that failed, in the form of the Java runtime and of Lambda itself. */
final class FunctionErrors {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FunctionErrors() {}

    /** The handler threw, or its event could not be read. */
    static String of(Throwable cause) {
        ObjectNode error = JSON.createObjectNode()
                .put("errorMessage", cause.getMessage())
                .put("errorType", cause.getClass().getName());
        ArrayNode trace = error.putArray("stackTrace");
        for (StackTraceElement element : cause.getStackTrace()) {
            trace.add(element.toString());
        }
        return error.toString();
    }

    /** The handler's time was over. */
    static String ofTimeout(String requestId, Duration after) {
        String seconds = String.format(Locale.ROOT, "%.2f", after.toMillis() / 1000.0);
        return JSON.createObjectNode()
                .put("errorType", "Sandbox.Timedout")
                .put("errorMessage", "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds")
                .toString();
    }
}
