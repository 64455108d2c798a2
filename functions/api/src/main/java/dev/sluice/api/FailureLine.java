package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Text;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log line of a request that failed here. It says where, not with what: messages of exceptions may repeat what they choked on,
 * which may be a secret.
 */
final class FailureLine {

    private static final String OURS = "dev.sluice.";
    private static final int MOST_CAUSES = 5;
    private static final int LONGEST_ROUTE = 200;

    private FailureLine() {}

    /** One line of JSON. */
    static String of(String requestId, APIGatewayV2HTTPEvent event, RuntimeException failure) {
        return Json.write(out -> {
                    out.writeStartObject();
                    out.writeStringField("level", "error");
                    out.writeStringField("message", "request failed");
                    out.writeStringField("request_id", requestId);
                    out.writeStringField("route", route(event));
                    out.writeArrayFieldStart("exceptions");
                    Throwable cause = failure;
                    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
                        out.writeString(cause.getClass().getName() + place(cause));
                        cause = cause.getCause();
                    }
                    out.writeEndArray();
                    out.writeEndObject();
                })
                + "\n";
    }

    private static @Nullable String route(APIGatewayV2HTTPEvent event) {
        return event.getRequestContext() == null || event.getRequestContext().getHttp() == null
                ? null
                : Text.excerpt(
                        event.getRequestContext().getHttp().getMethod() + " " + event.getRawPath(), LONGEST_ROUTE);
    }

    /** The innermost place of ours. */
    private static String place(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
    }
}
