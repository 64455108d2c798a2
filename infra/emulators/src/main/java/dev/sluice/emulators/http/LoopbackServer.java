package dev.sluice.emulators.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.HttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.support.BasicHttpServerExpectationDecorator;
import org.apache.hc.core5.http.io.support.BasicHttpServerRequestHandler;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.io.CloseMode;

/**
 * An HTTP server: whole requests in, whole answers out, connections kept alive, a virtual thread for each, which reads, answers and writes.
 */
public final class LoopbackServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private static final DefaultBHttpServerConnectionFactory CONNECTIONS =
            DefaultBHttpServerConnectionFactory.builder().build();

    /** What the server says of an answer's length and connection; a handler's word on them is not asked for. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    /** Answers one request; called by many threads at once. */
    @FunctionalInterface
    public interface Handler {

        /** An exception of the program is answered by 500 and its text; any other closes the connection. */
        Reply handle(Request request) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final HttpService service;
    private final Set<HttpServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI uri;

    private LoopbackServer(ServerSocket socket, HttpService service, URI uri) {
        this.socket = socket;
        this.service = service;
        this.uri = uri;
    }

    /**
     * Starts a server.
     *
     * @param address its port may be 0 for any free one
     * @param maxBodyBytes a longer body is read away and answered by {@code tooLarge}
     * @throws IOException if the address cannot be bound
     */
    @SuppressWarnings("AddressSelection") // an address, as it was given
    public static LoopbackServer start(
            InetSocketAddress address, int maxBodyBytes, Reply.Answer tooLarge, Handler handler) throws IOException {
        HttpRequestHandler whole = (request, response, context) ->
                fill(response, reply(handler, request, context, maxBodyBytes, tooLarge));
        HttpService service = HttpService.builder()
                .withHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(new ResponseDate(), new ResponseContent(), new ResponseConnControl())
                        .build())
                .withHttpServerRequestHandler(
                        new BasicHttpServerExpectationDecorator(new BasicHttpServerRequestHandler((_, _) -> whole)))
                .build();
        ServerSocket socket = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        String host = address.getHostString();
        URI uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getLocalPort());
        LoopbackServer server = new LoopbackServer(socket, service, uri);
        server.threads.execute(server::accept);
        return server;
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** Stops at once: requests that are being answered lose their connections and their threads are interrupted. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        connections.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                threads.execute(() -> serve(accepted));
            } catch (IOException | RejectedExecutionException e) {
                // Closed; or one connection went wrong, which its client sees.
            }
        }
    }

    private void serve(Socket accepted) {
        try (HttpServerConnection connection = CONNECTIONS.createConnection(accepted)) {
            accepted.setTcpNoDelay(true); // head and body may leave in two writes
            connections.add(connection);
            try {
                while (connection.isOpen() && !socket.isClosed()) {
                    service.handleRequest(connection, HttpCoreContext.create());
                }
            } finally {
                connections.remove(connection);
            }
        } catch (IOException | HttpException e) {
            // It has ended, or what came is not HTTP.
        }
    }

    private static Reply.Answer reply(
            Handler handler, ClassicHttpRequest request, HttpContext context, int maxBodyBytes, Reply.Answer tooLarge)
            throws IOException {
        byte[] body = new byte[0];
        if (request.getEntity() != null) {
            InputStream content = request.getEntity().getContent();
            body = content.readNBytes(maxBodyBytes + 1);
            if (body.length > maxBodyBytes) {
                readAway(content);
                return tooLarge;
            }
        }
        try {
            return switch (handler.handle(request(request, body, context))) {
                case Reply.Answer answer -> answer;
                case Reply.HangUp() -> throw new IOException("hung up");
            };
        } catch (RuntimeException e) {
            return Reply.of(500, "text/plain", e.toString());
        } catch (InterruptedException e) {
            // Only close() interrupts; the connection is already gone.
            Thread.currentThread().interrupt();
            throw new IOException("closed", e);
        }
    }

    /** A client that is still sending would see a reset instead of the answer. */
    private static void readAway(InputStream body) throws IOException {
        for (int pieces = 0; pieces < 256 && body.readNBytes(1 << 20).length > 0; pieces++) {}
    }

    private static Request request(ClassicHttpRequest request, byte[] body, HttpContext context) {
        String target = request.getRequestUri();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : request.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header.getValue() == null ? "" : header.getValue());
        }
        return new Request(
                request.getMethod(),
                path.isEmpty() ? "/" : path,
                mark < 0 ? "" : target.substring(mark + 1),
                request.getVersion() == null ? "HTTP/1.1" : request.getVersion().format(),
                headers,
                body,
                client(context));
    }

    private static InetAddress client(HttpContext context) {
        return ((InetSocketAddress)
                        HttpCoreContext.cast(context).getEndpointDetails().getRemoteAddress())
                .getAddress();
    }

    private static void fill(ClassicHttpResponse response, Reply.Answer answer) {
        response.setCode(answer.status());
        answer.headers().forEach((name, values) -> {
            if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> response.addHeader(name, value));
            }
        });
        if (answer.body().length > 0 && answer.status() != 204 && answer.status() != 304) {
            response.setEntity(new ByteArrayEntity(answer.body(), null));
        }
    }
}
