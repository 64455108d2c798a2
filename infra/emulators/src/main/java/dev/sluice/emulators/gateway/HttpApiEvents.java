package dev.sluice.emulators.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests and answers to and from payload format 2.0, as API Gateway translates them. */
final class HttpApiEvents {

    /** As in the access log: {@code 07/Aug/2026:01:37:53 +0000}. */
    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * Beside {@code text/*}, the only types whose bodies come as text. AWS's page only says "binary"; this is what others
     * measured at a real HTTP API: forms, {@code +json} types and a missing type come base64-encoded.
     */
    private static final Set<String> TEXT_TYPES =
            Set.of("application/json", "application/xml", "application/javascript");

    /** The connection's own, which API Gateway does not pass on. */
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

    private HttpApiEvents() {}

    static APIGatewayV2HTTPEvent event(Request request, String requestId, Instant now) {
        // "rawPath" is decoded all the same, by HTTP APIs but not by function URLs; "rawQueryString" is as it came.
        String path = URLDecoder.decode(request.path().replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean base64 = request.body().length > 0 && isBinary(request.header("content-type"));
        return APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRouteKey("$default")
                .withRawPath(path)
                .withRawQueryString(request.query())
                .withCookies(cookies(request))
                .withHeaders(headers(request))
                .withQueryStringParameters(parameters(request))
                .withRequestContext(context(request, path, requestId, now))
                .withBody(body(request, base64))
                .withIsBase64Encoded(base64)
                .build();
    }

    private static @Nullable String body(Request request, boolean base64) {
        if (request.body().length == 0) {
            return null;
        }
        return base64 ? Base64.getEncoder().encodeToString(request.body()) : request.text();
    }

    private static boolean isBinary(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return !type.startsWith("text/") && !TEXT_TYPES.contains(type);
    }

    private static @Nullable List<String> cookies(Request request) {
        List<String> lines = request.headers().get("cookie");
        return lines == null
                ? null
                : lines.stream()
                        .flatMap(line -> Arrays.stream(line.split(";", -1)))
                        .map(String::strip)
                        .filter(cookie -> !cookie.isEmpty())
                        .toList();
    }

    private static Map<String, String> headers(Request request) {
        Map<String, String> joined = new LinkedHashMap<>();
        request.headers().forEach((name, values) -> {
            if (!name.equals("cookie")) {
                joined.put(name, String.join(",", values));
            }
        });
        joined.putIfAbsent("content-length", Integer.toString(request.body().length));
        joined.put("x-forwarded-for", request.client().getHostAddress());
        joined.put("x-forwarded-proto", "http");
        return joined;
    }

    private static @Nullable Map<String, String> parameters(Request request) {
        if (request.query().isEmpty()) {
            return null;
        }
        Map<String, String> joined = new LinkedHashMap<>();
        Request.form(request.query()).forEach((name, values) -> joined.put(name, String.join(",", values)));
        return joined;
    }

    private static APIGatewayV2HTTPEvent.RequestContext context(
            Request request, String path, String requestId, Instant now) {
        String host = request.header("host");
        return APIGatewayV2HTTPEvent.RequestContext.builder()
                .withAccountId("123456789012")
                .withApiId("local")
                .withDomainName(host == null ? "localhost" : host)
                .withDomainPrefix("local")
                .withRouteKey("$default")
                .withStage("$default")
                .withRequestId(requestId)
                .withTime(LOG_TIME.format(now))
                .withTimeEpoch(now.toEpochMilli())
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod(request.method())
                        .withPath(path)
                        .withProtocol(request.protocol())
                        .withSourceIp(request.client().getHostAddress())
                        .withUserAgent(request.header("user-agent"))
                        .build())
                .build();
    }

    /** The answer, or empty where API Gateway finds the response malformed. Like API Gateway it ignores multiValueHeaders. */
    static Optional<Reply.Answer> answer(@Nullable APIGatewayV2HTTPResponse response, String requestId) {
        if (response == null) {
            // Valid JSON without a status code is itself the body of a 200.
            return Optional.of(Reply.json(200, "null"));
        }
        if (response.getStatusCode() < 200 || response.getStatusCode() > 599) {
            return Optional.empty();
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("apigw-requestid", List.of(requestId));
        if (response.getHeaders() != null) {
            response.getHeaders().forEach((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (value != null && !HOP_BY_HOP.contains(lower)) {
                    headers.put(lower, List.of(value));
                }
            });
        }
        headers.putIfAbsent("content-type", List.of("text/plain;charset=UTF-8"));
        if (response.getCookies() != null) {
            headers.put("set-cookie", List.copyOf(response.getCookies()));
        }
        return body(response).map(body -> new Reply.Answer(response.getStatusCode(), headers, body));
    }

    private static Optional<byte[]> body(APIGatewayV2HTTPResponse response) {
        if (response.getBody() == null) {
            return Optional.of(new byte[0]);
        }
        if (!response.getIsBase64Encoded()) {
            return Optional.of(response.getBody().getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(response.getBody()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
