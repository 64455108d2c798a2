package dev.sluice.emulators.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.function.InvocationResult;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lambda's Invoke, as {@code aws lambda invoke --endpoint-url} and the SDKs call it: {@code RequestResponse}, {@code Event} and
 * {@code DryRun}.
 *
 * <p>Unlike Lambda: signatures are not looked at; an asynchronous invocation that fails is not repeated; there is one version,
 * {@code $LATEST}, and no log in an answer.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class InvokeApi implements AutoCloseable {

    private static final int LARGEST_PAYLOAD = 6 << 20; // Lambda quotas: 6 MB in each direction, invoked synchronously
    private static final Reply.Answer TOO_LARGE = InvokeError.REQUEST_TOO_LARGE.because(
            "Request must be smaller than " + LARGEST_PAYLOAD + " bytes for the InvokeFunction operation");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, Invocable> functions = new HashMap<>();
    private final ExecutorService asynchronous = Executors.newVirtualThreadPerTaskExecutor();
    private final LoopbackServer server;

    private InvokeApi(InetSocketAddress address, List<Invocable> functions) throws IOException {
        functions.forEach(function -> this.functions.put(function.name(), function));
        this.server = LoopbackServer.start(address, LARGEST_PAYLOAD, TOO_LARGE, this::answer);
    }

    /**
     * Starts the API.
     *
     * @param address its port may be 0 for any free one
     * @param functions known by their names
     * @throws IOException if the address cannot be bound
     */
    public static InvokeApi start(InetSocketAddress address, List<Invocable> functions) throws IOException {
        return new InvokeApi(address, functions);
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return server.uri();
    }

    /** Stops at once: callers lose their connections, and what runs is interrupted. */
    @Override
    public void close() {
        server.close();
        asynchronous.shutdownNow();
    }

    private Reply.Answer answer(Request request) throws InterruptedException {
        Optional<InvokePath> path =
                request.method().equals("POST") ? InvokePath.of(request.path(), request.query()) : Optional.empty();
        if (path.isEmpty()) {
            return InvokeError.UNKNOWN_OPERATION.because(
                    "Only Invoke is here, not " + request.method() + " " + request.path());
        }
        Invocable function = functions.get(path.get().function());
        if (function == null || !path.get().isLatest()) {
            return InvokeError.RESOURCE_NOT_FOUND.because(
                    "Function not found: " + path.get().arn());
        }
        String payload = request.body().length == 0 ? "{}" : request.text();
        try {
            JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            return InvokeError.INVALID_REQUEST_CONTENT.because(
                    "Could not parse request body into json: " + e.getOriginalMessage());
        }
        return invoke(function, payload, Objects.requireNonNullElse(request.header("x-amz-invocation-type"), ""));
    }

    private Reply.Answer invoke(Invocable function, String payload, String type) throws InterruptedException {
        String requestId = UUID.randomUUID().toString();
        return switch (type) {
            case "", "RequestResponse" -> answer(function.invoke(payload, requestId), requestId);
            case "Event" -> {
                asynchronous.execute(() -> run(function, payload, requestId));
                yield answer(202, requestId, Map.of(), "");
            }
            case "DryRun" -> answer(204, requestId, Map.of(), "");
            default -> InvokeError.INVALID_PARAMETER_VALUE.because("X-Amz-Invocation-Type is " + type);
        };
    }

    private static void run(Invocable function, String payload, String requestId) {
        try {
            function.invoke(payload, requestId);
        } catch (InterruptedException e) {
            // Closed meanwhile.
            Thread.currentThread().interrupt();
        }
    }

    private static Reply.Answer answer(InvocationResult<String> result, String requestId) {
        return switch (result) {
            case InvocationResult.Returned<String>(var json) ->
                answer(200, requestId, Map.of(), Objects.requireNonNullElse(json, ""));
            case InvocationResult.Failed<String>(Throwable cause) -> failed(requestId, FunctionErrors.of(cause));
            case InvocationResult.TimedOut<String>(Duration after) ->
                failed(requestId, FunctionErrors.ofTimeout(requestId, after));
        };
    }

    /** The invocation itself went well, so the status is 200. */
    private static Reply.Answer failed(String requestId, String error) {
        return answer(200, requestId, Map.of("X-Amz-Function-Error", List.of("Unhandled")), error);
    }

    private static Reply.Answer answer(int status, String requestId, Map<String, List<String>> more, String json) {
        Map<String, List<String>> headers = new HashMap<>(more);
        headers.put("Content-Type", List.of("application/json"));
        headers.put("X-Amzn-RequestId", List.of(requestId));
        headers.put("X-Amz-Executed-Version", List.of(InvokePath.LATEST));
        return new Reply.Answer(status, headers, json.getBytes(StandardCharsets.UTF_8));
    }
}
