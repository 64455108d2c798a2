package dev.sluice.emulators.function;

import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's side of the runtime API, version 2018-06-01, for one process with a runtime interface client in it. One process only: what
 * is left of a killed one may hold {@code next} open and would take the event of its successor. Thread-safe.
 */
public final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String INVOCATION = ROOT + "invocation/";
    private static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
    private static final int LARGEST_ANSWER = 6 << 20; // Lambda quotas: 6 MB in each direction, invoked synchronously

    /** What the process said. */
    public sealed interface Answer {

        /** What the handler returned, as JSON. */
        record Response(String json) implements Answer {}

        /**
         * The handler threw, or its event could not be read.
         *
         * @param type the error's type, as the client's header names it
         * @param json the error's type, message and stack trace
         */
        record Failure(String type, String json) implements Answer {}

        /** There is no handler to invoke: its class could not be made. The process ends by itself. */
        record InitFailure(String type, String json) implements Answer {}
    }

    private record Invocation(String id, String event, CompletableFuture<Answer> answer) {}

    private final String functionArn;
    private final Duration timeout;
    private final InstantSource clock;
    private final LoopbackServer server;
    private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> unanswered = new ConcurrentHashMap<>();
    private Answer.@Nullable InitFailure initFailure;

    private RuntimeApi(String functionArn, Duration timeout, InstantSource clock) throws IOException {
        this.functionArn = functionArn;
        this.timeout = timeout;
        this.clock = clock;
        this.server = LoopbackServer.start(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                LARGEST_ANSWER,
                error(413, "RequestEntityTooLarge", "more than " + LARGEST_ANSWER + " bytes"),
                this::handle);
    }

    /**
     * Starts it on loopback, on a port that is free.
     *
     * @param timeout the function's: how far off the deadline is that its context sees; nothing is ended here
     */
    public static RuntimeApi start(String functionArn, Duration timeout, InstantSource clock) throws IOException {
        return new RuntimeApi(functionArn, timeout, clock);
    }

    /** Host and port, the process's {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return server.uri().getAuthority();
    }

    /**
     * Hands an event to the process, after all that were handed over before.
     *
     * @param event as JSON; what is none is handed over too
     * @return completes when the process answers, which one that has ended never does
     */
    public synchronized CompletableFuture<Answer> invoke(String event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        if (initFailure != null) {
            invocation.answer().complete(initFailure);
        } else {
            unanswered.put(invocation.id(), invocation);
            waiting.add(invocation);
        }
        return invocation.answer();
    }

    /** Closes the connection on which the process waits, upon which its client ends. */
    @Override
    public void close() {
        server.close();
    }

    private Reply handle(Request request) throws InterruptedException {
        return switch (request.method() + " " + request.path()) {
            case "GET " + INVOCATION + "next" -> next();
            case "POST " + ROOT + "init/error" -> initFailed(request);
            default -> answered(request);
        };
    }

    /** Held open until there is an event: a client without an answer ends. */
    private Reply next() throws InterruptedException {
        Invocation invocation = waiting.take();
        return new Reply.Answer(
                200,
                Map.of(
                        "Content-Type", List.of("application/json"),
                        "Lambda-Runtime-Aws-Request-Id", List.of(invocation.id()),
                        "Lambda-Runtime-Deadline-Ms",
                                List.of(Long.toString(
                                        clock.instant().plus(timeout).toEpochMilli())),
                        "Lambda-Runtime-Invoked-Function-Arn", List.of(functionArn),
                        "Lambda-Runtime-Trace-Id", List.of(TRACE)),
                invocation.event().getBytes(StandardCharsets.UTF_8));
    }

    private synchronized Reply initFailed(Request request) {
        Answer.InitFailure failure = new Answer.InitFailure(errorType(request), request.text());
        initFailure = failure;
        unanswered.values().forEach(invocation -> invocation.answer().complete(failure));
        unanswered.clear();
        return accepted();
    }

    private Reply answered(Request request) {
        String path = request.path();
        if (!request.method().equals("POST") || !path.startsWith(INVOCATION)) {
            return error(404, "NotFound", request.method() + " " + path);
        }
        int slash = path.indexOf('/', INVOCATION.length());
        String id = path.substring(INVOCATION.length(), Math.max(slash, INVOCATION.length()));
        return switch (path.substring(Math.max(slash, 0))) {
            case "/response" -> complete(id, new Answer.Response(request.text()));
            case "/error" -> complete(id, new Answer.Failure(errorType(request), request.text()));
            default -> error(404, "NotFound", path);
        };
    }

    private Reply complete(String id, Answer answer) {
        Invocation invocation = unanswered.remove(id);
        if (invocation == null) {
            return error(400, "InvalidRequestID", "no invocation " + id + " is unanswered");
        }
        invocation.answer().complete(answer);
        return accepted();
    }

    private static String errorType(Request request) {
        return Objects.requireNonNullElse(request.header("lambda-runtime-function-error-type"), "");
    }

    private static Reply accepted() {
        return Reply.json(202, "{\"status\":\"OK\"}\n");
    }

    private static Reply.Answer error(int status, String type, String message) {
        return Reply.json(status, "{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message + "\"}\n");
    }
}
