package dev.sluice.emulators.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulators.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What Lambda answers where it invokes nothing; the SDKs make an exception of that name. */
enum InvokeError {
    INVALID_PARAMETER_VALUE(400, "InvalidParameterValueException"),
    INVALID_REQUEST_CONTENT(400, "InvalidRequestContentException"),
    RESOURCE_NOT_FOUND(404, "ResourceNotFoundException"),
    UNKNOWN_OPERATION(404, "UnknownOperationException"),
    REQUEST_TOO_LARGE(413, "RequestTooLargeException");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String type;

    InvokeError(int status, String type) {
        this.status = status;
        this.type = type;
    }

    Reply.Answer because(String message) {
        String body = JSON.createObjectNode()
                .put("Type", "User")
                .put("Message", message)
                .toString();
        return new Reply.Answer(
                status,
                Map.of("Content-Type", List.of("application/json"), "X-Amzn-ErrorType", List.of(type)),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
