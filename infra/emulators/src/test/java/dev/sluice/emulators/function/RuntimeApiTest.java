package dev.sluice.emulators.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulators.function.RuntimeApi.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By a client that speaks as the runtime interface client does. */
final class RuntimeApiTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.250Z");
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:ingest";

    private final HttpClient client = HttpClient.newHttpClient();
    private RuntimeApi api;

    @BeforeEach
    void start() throws IOException {
        api = RuntimeApi.start(ARN, Duration.ofSeconds(30), () -> NOW);
    }

    @AfterEach
    void close() {
        api.close();
        client.close();
    }

    @Test
    void handsAnEventOverWithItsIdItsFunctionAndItsDeadline() throws Exception {
        api.invoke("{\"n\":\"ü\"}");

        HttpResponse<String> next = next();

        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.body()).isEqualTo("{\"n\":\"ü\"}");
        assertThat(next.headers().firstValue("Lambda-Runtime-Aws-Request-Id")).isPresent();
        assertThat(next.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
                .contains(ARN);
        assertThat(next.headers().firstValue("Lambda-Runtime-Deadline-Ms"))
                .contains(Long.toString(NOW.plusSeconds(30).toEpochMilli()));
    }

    @Test
    void holdsTheNextEventOpenUntilThereIsOne() throws Exception {
        CompletableFuture<HttpResponse<String>> next =
                client.sendAsync(get("invocation/next"), BodyHandlers.ofString());
        assertThat(post("invocation/unknown/response", "{}").statusCode()).isEqualTo(400); // it serves others meanwhile
        assertThat(next).isNotDone();

        api.invoke("7");

        assertThat(next.get(10, TimeUnit.SECONDS).body()).isEqualTo("7");
    }

    @Test
    void handsEventsOverInTheirOrder() throws Exception {
        api.invoke("1");
        api.invoke("2");

        assertThat(next().body()).isEqualTo("1");
        assertThat(next().body()).isEqualTo("2");
    }

    @Test
    void completesTheInvocationThatIsAnswered() throws Exception {
        CompletableFuture<Answer> first = api.invoke("1");
        CompletableFuture<Answer> second = api.invoke("2");
        next();

        assertThat(post("invocation/" + id(next()) + "/response", "{\"a\":1}").statusCode())
                .isEqualTo(202);

        assertThat(second).isCompletedWithValue(new Answer.Response("{\"a\":1}"));
        assertThat(first).isNotDone();
    }

    @Test
    void completesTheInvocationThatFailed() throws Exception {
        CompletableFuture<Answer> invocation = api.invoke("1");

        assertThat(post("invocation/" + id(next()) + "/error", "{\"errorMessage\":\"no\"}")
                        .statusCode())
                .isEqualTo(202);

        assertThat(invocation).isCompletedWithValue(new Answer.Failure("java.lang.Error", "{\"errorMessage\":\"no\"}"));
    }

    @Test
    void anInvocationIsAnsweredOnce() throws Exception {
        api.invoke("1");
        String id = id(next());
        post("invocation/" + id + "/response", "1");

        assertThat(post("invocation/" + id + "/response", "2").statusCode()).isEqualTo(400);
    }

    @Test
    void withoutAHandlerEveryInvocationFails() throws Exception {
        CompletableFuture<Answer> before = api.invoke("1");

        assertThat(post("init/error", "{}").statusCode()).isEqualTo(202);

        Answer failure = new Answer.InitFailure("java.lang.Error", "{}");
        assertThat(before).isCompletedWithValue(failure);
        assertThat(api.invoke("2")).isCompletedWithValue(failure);
    }

    @ParameterizedTest
    @CsvSource({"GET, invocation/1/response", "POST, invocation/next", "POST, invocation/1/other", "GET, restore/next"})
    void knowsNoOtherPath(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> next() throws IOException, InterruptedException {
        return client.send(get("invocation/next"), BodyHandlers.ofString());
    }

    private static String id(HttpResponse<String> next) {
        return next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Lambda-Runtime-Function-Error-Type", "java.lang.Error")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    private URI uri(String path) {
        return URI.create("http://" + api.address() + "/2018-06-01/runtime/" + path);
    }
}
