package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.sluice.event.TraceId;
import dev.sluice.event.json.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as the routes see it.
 *
 * @param method upper case
 * @param path without the stage, not percent-decoded: nothing in our paths needs it
 * @param id what stands in the path's variable place, empty where there is none
 * @param query the last word on repeated parameters is API Gateway's, which joins them with commas
 * @param headers by name in any case
 * @param known the names of the parameters that its route takes
 * @param rawBody as API Gateway handed it over, null for none
 */
record Request(
        String method,
        String path,
        String id,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable String rawBody,
        boolean isBase64,
        Set<String> known) {

    /** Longest body, in bytes: 256 KiB, what SNS and EventBridge carry too; an event's row holds 400 KB (DynamoDB). */
    static final int MAX_BODY_BYTES = 256 << 10;

    /** @param event in payload format 2.0 */
    static Request of(APIGatewayV2HTTPEvent event) {
        APIGatewayV2HTTPEvent.RequestContext context = event.getRequestContext();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(orEmpty(event.getHeaders()));
        return new Request(
                context.getHttp().getMethod().toUpperCase(Locale.ROOT),
                withoutStage(event.getRawPath(), context.getStage()),
                "",
                orEmpty(event.getQueryStringParameters()),
                headers,
                event.getBody(),
                event.getIsBase64Encoded(),
                Set.of());
    }

    /** This request with the value of its path's variable, and the parameters that its route takes. */
    Request on(Route route, String value) {
        return new Request(method, path, value, query, headers, rawBody, isBase64, route.parameters());
    }

    /**
     * Refuses what its route does not take: a filter that is misspelt and ignored would do more than was asked for.
     *
     * @throws Refusal naming the first one
     */
    void refuseUnknownParameters() {
        query.keySet().stream()
                .sorted()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    String shown = Text.excerpt(name, 50);
                    throw Refusal.of(Reason.UNKNOWN_FIELD, shown, "there is no parameter " + shown + " here");
                });
    }

    /** A query parameter, if it is given. */
    Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** A query parameter that has to be there. */
    String requiredParameter(String name) {
        return parameter(name)
                .orElseThrow(() -> Refusal.of(Reason.MISSING_FIELD, name, name + " is missing: add ?" + name + "=…"));
    }

    /** A header, if it is given. */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The trace that the caller, who has a key, says the request is of; else that of API Gateway. */
    @Nullable
    TraceId trace() {
        return header("traceparent").flatMap(TraceId::ofTraceparent).orElseGet(this::gatewayTrace);
    }

    /** The trace id of API Gateway: of a request of a stranger's, whose word on traces is not taken. */
    @Nullable
    TraceId gatewayTrace() {
        return header("x-amzn-trace-id").flatMap(TraceId::ofAmazon).orElse(null);
    }

    /**
     * The body as it was sent, byte for byte; empty where there is none.
     *
     * @param most bytes that are taken
     * @throws Refusal if it is larger, or API Gateway's base64 is none
     */
    byte[] bytes(int most) {
        if (rawBody == null) {
            return new byte[0];
        }
        byte[] bytes = isBase64 ? decoded(rawBody) : rawBody.getBytes(StandardCharsets.UTF_8);
        requireSize(bytes.length, most);
        return bytes;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Reason.INVALID_JSON, "the body is not base64, as it says it is");
        }
    }

    /**
     * The body as text, empty where there is none; without a byte order mark (RFC 8259, section 8.1).
     *
     * @throws Refusal if it is too large or not UTF-8
     */
    String body() {
        String text = text();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private String text() {
        if (rawBody == null) {
            return "";
        }
        if (!isBase64) {
            String text = Text.wellFormed(rawBody);
            requireSize(
                    text.length() > MAX_BODY_BYTES ? text.length() : text.getBytes(StandardCharsets.UTF_8).length,
                    MAX_BODY_BYTES);
            return text;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(rawBody);
            requireSize(bytes.length, MAX_BODY_BYTES);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Refusal.of(Reason.INVALID_JSON, "the body is not UTF-8");
        }
    }

    private static void requireSize(int bytes, int most) {
        if (bytes > most) {
            throw Refusal.of(Reason.PAYLOAD_TOO_LARGE, "the body is larger than " + most + " bytes");
        }
    }

    /** Behind a stage of its own name, API Gateway puts that name before every path. */
    private static String withoutStage(String path, @Nullable String stage) {
        String prefix = "/" + stage;
        return stage != null && path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
