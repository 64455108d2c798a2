package dev.sluice.emulators.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.emulators.function.LambdaFunction;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiTest {

    private static final Instant NOW = Instant.parse("2026-08-07T01:37:53.815Z");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicReference<APIGatewayV2HTTPEvent> seen = new AtomicReference<>();
    private HttpApi api;

    @AfterEach
    void stop() {
        client.close();
        if (api != null) {
            api.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/events?after=%zz", "/v1/events/%zz", "/v1/events?after=%2"})
    void aBrokenEscapeIsABadRequest(String path) throws Exception {
        start(ok());

        String answer;
        try (Socket socket = new Socket(api.uri().getHost(), api.uri().getPort())) { // no URI that Java's client takes
            String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(answer).startsWith("HTTP/1.1 400 ").endsWith("{\"message\":\"Bad Request\"}");
        assertThat(seen.get()).isNull();
    }

    @Test
    void requestBecomesAnEventOfPayloadFormatTwo() throws Exception {
        start(ok());

        send(request("/v1/a%2Fb%20c+d?x=1&y=%26&x=2&flag")
                .header("X-One", "1")
                .header("X-One", "2")
                .header("Cookie", "a=1; b=2")
                .header("User-Agent", "test/1"));

        APIGatewayV2HTTPEvent event = seen.get();
        assertThat(event.getVersion()).isEqualTo("2.0");
        assertThat(event.getRouteKey()).isEqualTo("$default");
        assertThat(event.getRawPath()).isEqualTo("/v1/a/b c+d");
        assertThat(event.getRawQueryString()).isEqualTo("x=1&y=%26&x=2&flag");
        assertThat(event.getQueryStringParameters()).isEqualTo(Map.of("x", "1,2", "y", "&", "flag", ""));
        assertThat(event.getCookies()).containsExactly("a=1", "b=2");
        assertThat(event.getHeaders())
                .containsEntry("x-one", "1,2")
                .containsEntry("x-forwarded-for", "127.0.0.1")
                .doesNotContainKey("cookie");
        assertThat(event.getBody()).isNull();
        assertThat(event.getIsBase64Encoded()).isFalse();
        APIGatewayV2HTTPEvent.RequestContext context = event.getRequestContext();
        assertThat(context.getTime()).isEqualTo("07/Aug/2026:01:37:53 +0000");
        assertThat(context.getTimeEpoch()).isEqualTo(NOW.toEpochMilli());
        assertThat(context.getRequestId()).isNotBlank();
        assertThat(context.getHttp().getMethod()).isEqualTo("GET");
        assertThat(context.getHttp().getPath()).isEqualTo("/v1/a/b c+d");
        assertThat(context.getHttp().getProtocol()).isEqualTo("HTTP/1.1");
        assertThat(context.getHttp().getSourceIp()).isEqualTo("127.0.0.1");
        assertThat(context.getHttp().getUserAgent()).isEqualTo("test/1");
    }

    @Test
    void whatIsAbsentIsNull() throws Exception {
        start(ok());

        send(request("/"));

        assertThat(seen.get().getCookies()).isNull();
        assertThat(seen.get().getQueryStringParameters()).isNull();
        assertThat(seen.get().getRawQueryString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "application/json, false",
                "application/json; charset=utf-8, false",
                "APPLICATION/XML, false",
                "text/plain; charset=UTF-8, false",
                "application/problem+json, true",
                "application/x-www-form-urlencoded, true",
                "application/octet-stream, true",
                "none, true"
            })
    void onlyTextTypesComeAsText(String contentType, boolean base64) throws Exception {
        start(ok());
        HttpRequest.Builder request = request("/").POST(BodyPublishers.ofString("{\"ü\":1}"));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }

        send(request);

        assertThat(seen.get().getIsBase64Encoded()).isEqualTo(base64);
        String body = seen.get().getBody();
        assertThat(base64 ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8) : body)
                .isEqualTo("{\"ü\":1}");
    }

    @Test
    void responseBecomesAnAnswer() throws Exception {
        start((_, _) -> APIGatewayV2HTTPResponse.builder()
                .withStatusCode(201)
                .withHeaders(Map.of("Content-Type", "application/json", "X-Two", "2"))
                .withCookies(List.of("a=1; HttpOnly", "b=2"))
                .withBody("{\"ü\":1}")
                .build());

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("x-two")).contains("2");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("a=1; HttpOnly", "b=2");
        assertThat(answer.body()).isEqualTo("{\"ü\":1}");
    }

    @Test
    void base64BodyIsAnsweredAsItsBytes() throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff, '\n'};
        start((_, _) -> APIGatewayV2HTTPResponse.builder()
                .withStatusCode(200)
                .withBody(Base64.getEncoder().encodeToString(bytes))
                .withIsBase64Encoded(true)
                .build());

        assertThat(client.send(request("/").build(), BodyHandlers.ofByteArray()).body())
                .isEqualTo(bytes);
    }

    @Test
    void responseWithNothingButAStatusIsEmpty() throws Exception {
        start((_, _) -> APIGatewayV2HTTPResponse.builder().withStatusCode(204).build());

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void nullResponseIsJsonNull() throws Exception {
        start((_, _) -> null);

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("null");
    }

    @Test
    void malformedResponsesAreInternalServerErrors() throws Exception {
        start((event, _) -> event.getRawPath().equals("/status")
                ? new APIGatewayV2HTTPResponse()
                : APIGatewayV2HTTPResponse.builder()
                        .withStatusCode(200)
                        .withBody("not base64!")
                        .withIsBase64Encoded(true)
                        .build());

        assertThat(send(request("/status")).statusCode()).isEqualTo(500);
        assertThat(send(request("/base64")).statusCode()).isEqualTo(500);
    }

    @Test
    void exceptionIsAnInternalServerErrorThatTellsNothing() throws Exception {
        start((_, _) -> {
            throw new IllegalStateException("secret");
        });

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void functionOverItsTimeIsUnavailable() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        start(Duration.ofMillis(50), (_, _) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new APIGatewayV2HTTPResponse();
        });

        HttpResponse<String> answer = send(request("/"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
    }

    @Test
    void bodyOfTenMegabytesPassesAndOneMoreByteIsRefused() throws Exception {
        start(ok());
        byte[] largest = new byte[HttpApi.MAX_BODY_BYTES];

        assertThat(send(request("/").POST(BodyPublishers.ofByteArray(largest))).statusCode())
                .isEqualTo(200);
        HttpResponse<String> refused =
                send(request("/").POST(BodyPublishers.ofByteArray(new byte[largest.length + 1])));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    }

    @Test
    void requestsAreAnsweredSideBySide() throws Exception {
        int together = 200;
        CountDownLatch all = new CountDownLatch(together);
        start((event, _) -> {
            all.countDown();
            try {
                all.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(200)
                    .withBody(event.getRawPath())
                    .build();
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> bodies = IntStream.range(0, together)
                    .mapToObj(i -> threads.submit(() -> send(request("/" + i)).body()))
                    .toList();
            for (int i = 0; i < together; i++) {
                assertThat(bodies.get(i).get()).isEqualTo("/" + i);
            }
        }
    }

    private RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> ok() {
        return (event, _) -> {
            seen.set(event);
            return APIGatewayV2HTTPResponse.builder().withStatusCode(200).build();
        };
    }

    private void start(RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) throws Exception {
        start(Duration.ofSeconds(30), handler);
    }

    private void start(Duration timeout, RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler)
            throws Exception {
        api = HttpApi.start(
                new InetSocketAddress("127.0.0.1", 0),
                new LambdaFunction<>("api", timeout, handler),
                InstantSource.fixed(NOW));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(api.uri() + target));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
