package dev.sluice.emulators.gateway;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.emulators.function.InvocationResult;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.UUID;

/**
 * An API Gateway HTTP API with one route, {@code $default}, before one function (payload format 2.0).
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     integrations for HTTP APIs</a>
 */
public final class HttpApi implements AutoCloseable {

    /** "Payload size: 10 MB", HTTP API quotas. */
    static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    private static final Reply.Answer BAD_REQUEST = Reply.json(400, "{\"message\":\"Bad Request\"}");
    private static final Reply.Answer TOO_LARGE = Reply.json(413, "{\"message\":\"Request Entity Too Large\"}");
    private static final Reply.Answer ERROR = Reply.json(500, "{\"message\":\"Internal Server Error\"}");
    private static final Reply.Answer UNAVAILABLE = Reply.json(503, "{\"message\":\"Service Unavailable\"}");

    private final LoopbackServer server;

    private HttpApi(LoopbackServer server) {
        this.server = server;
    }

    /**
     * Starts the API.
     *
     * @param address its port may be 0 for any free one
     * @param function its timeout is the integration's too, at most 30 s in AWS
     * @throws IOException if the address cannot be bound
     */
    public static HttpApi start(
            InetSocketAddress address,
            LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            InstantSource clock)
            throws IOException {
        return new HttpApi(
                LoopbackServer.start(address, MAX_BODY_BYTES, TOO_LARGE, request -> answer(request, function, clock)));
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return server.uri();
    }

    /** Stops at once; requests that are being answered lose their connections. */
    @Override
    public void close() {
        server.close();
    }

    private static Reply.Answer answer(
            Request request,
            LambdaFunction<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> function,
            InstantSource clock)
            throws InterruptedException {
        String requestId = UUID.randomUUID().toString();
        APIGatewayV2HTTPEvent event;
        try {
            event = HttpApiEvents.event(request, requestId, clock.instant());
        } catch (IllegalArgumentException e) { // an escape is broken
            return BAD_REQUEST;
        }
        return switch (function.invoke(event)) {
            case InvocationResult.Returned<APIGatewayV2HTTPResponse>(var response) ->
                HttpApiEvents.answer(response, requestId).orElse(ERROR);
            case InvocationResult.Failed<APIGatewayV2HTTPResponse> _ -> ERROR;
            case InvocationResult.TimedOut<APIGatewayV2HTTPResponse> _ -> UNAVAILABLE;
        };
    }
}
