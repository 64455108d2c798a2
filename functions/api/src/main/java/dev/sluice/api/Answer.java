package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.event.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with.
 *
 * @param headers lower-case names
 * @param body null for none
 * @param isBase64 whether the body is bytes in base64, which API Gateway decodes
 */
record Answer(
        int status, Map<String, String> headers, @Nullable String body, boolean isBase64) {

    /** Copies the headers. */
    Answer {
        headers = Map.copyOf(headers);
    }

    Answer(int status, Map<String, String> headers, @Nullable String body) {
        this(status, headers, body, false);
    }

    /** Bytes that nobody should take for anything else. */
    static Answer bytes(byte[] body) {
        return new Answer(
                200,
                Map.of("content-type", "application/octet-stream", "x-content-type-options", "nosniff"),
                Base64.getEncoder().encodeToString(body),
                true);
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
                .withIsBase64Encoded(isBase64)
                .build();
    }
}
