package dev.sluice.emulators.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** The socket in front of the guard, and the client behind it. A waiting long poll costs a virtual thread and nobody's time. */
final class SqsHttpServer implements AutoCloseable {
    private static final String TARGET = "X-Amz-Target";
    private static final String QUERY_ERROR = "x-amzn-query-error";
    private static final String JSON_1_0 = "application/x-amz-json-1.0";

    /** Above the 20 s of the longest long poll. */
    private static final Duration UPSTREAM_TIMEOUT = Duration.ofSeconds(30);

    static {
        // The JDK's server leaves Nagle's algorithm on and closes the 201st idle connection unless told otherwise.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(UPSTREAM_TIMEOUT)
            .build();

    private volatile @Nullable SqsGuard guard;

    /** Takes the port but answers nothing before {@link #serve}. */
    SqsHttpServer(InetSocketAddress address) throws IOException {
        server = HttpServer.create(address, 1024);
    }

    int port() {
        return server.getAddress().getPort();
    }

    void serve(SqsGuard behind) {
        guard = behind;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Passes requests on to this address. */
    SqsGuard.Upstream upstream(URI elasticMq) {
        return (action, body) -> {
            HttpRequest request = HttpRequest.newBuilder(elasticMq)
                    .timeout(UPSTREAM_TIMEOUT)
                    .header("Content-Type", JSON_1_0)
                    .header(TARGET, "AmazonSQS." + action)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            String queryError = response.headers().firstValue(QUERY_ERROR).orElse("");
            return new SqsAnswer(response.statusCode(), queryError, response.body());
        };
    }

    /** Drops what is under way: a client in a long poll sees its connection end. */
    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            SqsAnswer answer = answer(exchange.getRequestHeaders().getFirst(TARGET), body);
            exchange.getResponseHeaders().set("Content-Type", JSON_1_0);
            if (!answer.queryError().isEmpty()) {
                exchange.getResponseHeaders().set(QUERY_ERROR, answer.queryError());
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private SqsAnswer answer(@Nullable String target, byte[] body) {
        SqsGuard behind = guard;
        if (target == null || behind == null) {
            return SqsAnswer.error(
                    400,
                    "InvalidAction",
                    "The header X-Amz-Target is missing: only the AWS JSON protocol is spoken here.");
        }
        try {
            return behind.answer(target.substring(target.lastIndexOf('.') + 1), body);
        } catch (JsonProcessingException e) {
            return SqsAnswer.error(400, "MalformedInput", "The body is not a JSON object.");
        } catch (IOException e) {
            return SqsAnswer.error(503, "ServiceUnavailable", "ElasticMQ does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SqsAnswer.error(503, "ServiceUnavailable", "The emulator is stopping.");
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
