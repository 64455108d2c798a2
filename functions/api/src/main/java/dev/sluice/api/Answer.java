package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.event.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param headers lower-case names
 * @param body null for none
 */
record Answer(
        int status, Map<String, String> headers, @Nullable String body) {

    /** Copies the headers. */
    Answer {
        headers = Map.copyOf(headers);
    }

    /** A JSON answer. */
    static Answer json(int status, Json.Body body) {
        return new Answer(status, Map.of("content-type", "application/json"), Json.write(body));
    }

    /** 204, without a body. */
    static Answer noContent() {
        return new Answer(204, Map.of(), null);
    }

    /** The answer as API Gateway takes it. Never to be cached: some show a key or a secret, all are a tenant's. */
    APIGatewayV2HTTPResponse toResponse() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("cache-control", "no-store");
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(all)
                .withBody(body)
                .build();
    }
}
