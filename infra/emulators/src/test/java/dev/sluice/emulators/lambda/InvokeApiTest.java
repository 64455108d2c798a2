package dev.sluice.emulators.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulators.function.JsonFunction;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.function.StreamFunction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By plain HTTP, as {@code aws lambda invoke} and the SDKs speak it. */
final class InvokeApiTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final CompletableFuture<String> told = new CompletableFuture<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private InvokeApi api;

    @BeforeEach
    void start() throws IOException {
        RequestHandler<SQSEvent, SQSBatchResponse> batch = (event, _) -> {
            if (event.getRecords() == null) {
                throw new IllegalStateException("no records, \"none\"");
            }
            return new SQSBatchResponse(
                    List.of(new BatchItemFailure(event.getRecords().getFirst().getMessageId())));
        };
        api = InvokeApi.start(
                new InetSocketAddress("127.0.0.1", 0),
                List.of(
                        new StreamFunction("echo", LONG, (input, output, _) -> input.transferTo(output)),
                        new StreamFunction("slow", LONG, (input, _, _) -> {
                            await();
                            told.complete(new String(input.readAllBytes(), StandardCharsets.UTF_8));
                        }),
                        new StreamFunction("endless", Duration.ofMillis(20), (_, _, _) -> await()),
                        new JsonFunction<>(
                                new LambdaFunction<>("batch", LONG, batch), SQSEvent.class, SQSBatchResponse.class)));
    }

    private void await() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        mayEnd.countDown();
        client.close();
        api.close();
    }

    @Test
    void answersWhatTheFunctionDoes() throws Exception {
        HttpResponse<String> answer = invoke("batch", "{\"Records\":[{\"messageId\":\"m-1\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}");
        assertThat(answer.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
        assertThat(answer.headers().firstValue("X-Amzn-RequestId")).isPresent();
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).isEmpty();
    }

    @Test
    void aStreamHandlerGetsTheBytesAsTheyCame() throws Exception {
        assertThat(invoke("echo", "{ \"ü\" : 1.0 }").body()).isEqualTo("{ \"ü\" : 1.0 }");
    }

    @Test
    void noPayloadIsAnEmptyObject() throws Exception {
        assertThat(invoke("echo", "").body()).isEqualTo("{}");
    }

    @Test
    void aFunctionThatThrowsIsAnErrorInsideASuccess() throws Exception {
        HttpResponse<String> answer = invoke("batch", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        JsonNode error = json(answer);
        assertThat(error.path("errorType").textValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.path("errorMessage").textValue()).isEqualTo("no records, \"none\"");
        assertThat(error.at("/stackTrace/0").textValue()).contains("InvokeApiTest");
    }

    @Test
    void aFunctionOverItsTimeIsAnErrorInsideASuccess() throws Exception {
        HttpResponse<String> answer = invoke("endless", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(json(answer).path("errorType").textValue()).isEqualTo("Sandbox.Timedout");
        assertThat(json(answer).path("errorMessage").textValue()).endsWith("Task timed out after 0.02 seconds");
    }

    @Test
    void anEventIsAnsweredBeforeItsFunctionEnds() throws Exception {
        HttpResponse<String> answer = invoke("slow", "{\"n\":1}", "Event");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(told).isNotDone();
        mayEnd.countDown();
        assertThat(told.get(10, TimeUnit.SECONDS)).isEqualTo("{\"n\":1}");
    }

    @Test
    void aDryRunRunsNothing() throws Exception {
        mayEnd.countDown();

        assertThat(invoke("slow", "{}", "DryRun").statusCode()).isEqualTo(204);

        assertThat(told).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:lambda:us-east-1:123456789012:function:echo",
                "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Aecho",
                "123456789012:function:echo",
                "echo:$LATEST",
                "echo%3A%24LATEST"
            })
    void aFunctionHasManyNames(String name) throws Exception {
        assertThat(invoke(name, "7").body()).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, nobody",
        "echo:live, echo:live",
        "arn:aws:lambda:us-east-1:123456789012:function:nobody, nobody"
    })
    void aFunctionThatIsNotThereIsNotFound(String name, String told) throws Exception {
        HttpResponse<String> answer = invoke(name, "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("ResourceNotFoundException");
        assertThat(json(answer).path("Message").textValue())
                .isEqualTo("Function not found: arn:aws:lambda:us-east-1:123456789012:function:" + told);
    }

    @Test
    void aQualifierMayStandInTheQuery() throws Exception {
        assertThat(send("POST", "/2015-03-31/functions/echo/invocations?Qualifier=live", "{}", null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("POST", "/2015-03-31/functions/echo/invocations?Qualifier=%24LATEST", "{}", null)
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "no JSON", "{} {}"})
    void whatIsNotJsonReachesNoFunction(String payload) throws Exception {
        HttpResponse<String> answer = invoke("echo", payload);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("InvalidRequestContentException");
    }

    @Test
    void anUnknownKindOfInvocationIsRefused() throws Exception {
        assertThat(invoke("echo", "{}", "Sometimes").statusCode()).isEqualTo(400);
    }

    @Test
    void aPayloadOfMoreThanSixMegabytesIsTooLarge() throws Exception {
        HttpResponse<String> answer = invoke("echo", "\"" + "x".repeat(6 << 20) + "\"");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("RequestTooLargeException");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /2015-03-31/functions/echo/invocations",
        "POST, /2015-03-31/functions/echo",
        "POST, /2015-03-31/functions//invocations",
        "GET, /"
    })
    void knowsNoOtherOperation(String method, String path) throws Exception {
        HttpResponse<String> answer = send(method, path, "{}", null);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("X-Amzn-ErrorType")).contains("UnknownOperationException");
    }

    private HttpResponse<String> invoke(String function, String payload) throws Exception {
        return invoke(function, payload, null);
    }

    private HttpResponse<String> invoke(String function, String payload, String type) throws Exception {
        return send("POST", "/2015-03-31/functions/" + function + "/invocations", payload, type);
    }

    private HttpResponse<String> send(String method, String path, String body, String type) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api.uri() + path)).method(method, BodyPublishers.ofString(body));
        if (type != null) {
            request.header("X-Amz-Invocation-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
