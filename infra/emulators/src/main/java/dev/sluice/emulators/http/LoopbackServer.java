package dev.sluice.emulators.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server on virtual threads: whole requests in, whole answers out, connections kept alive. */
public final class LoopbackServer implements AutoCloseable {

    static {
        // Headers and body leave in two writes: with Nagle's algorithm the second would wait for the client's delayed
        // acknowledgement, 40 ms on Linux. The server reads the property once, when its first instance is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** Answers one request; called by many threads at once. */
    @FunctionalInterface
    public interface Handler {

        /** An exception of the program is answered by 500 and its text; any other closes the connection. */
        Reply handle(Request request) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final URI uri;

    private LoopbackServer(HttpServer server, ExecutorService threads, URI uri) {
        this.server = server;
        this.threads = threads;
        this.uri = uri;
    }

    /**
     * Starts a server.
     *
     * @param address its port may be 0 for any free one
     * @param maxBodyBytes a longer body is read away and answered by {@code tooLarge}
     * @throws IOException if the address cannot be bound
     */
    public static LoopbackServer start(
            InetSocketAddress address, int maxBodyBytes, Reply.Answer tooLarge, Handler handler) throws IOException {
        HttpServer server = HttpServer.create(address, 1024);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", exchange -> exchange(exchange, maxBodyBytes, tooLarge, handler));
        server.start();
        String host = address.getHostString();
        URI uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + server.getAddress().getPort());
        return new LoopbackServer(server, threads, uri);
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** Stops at once: requests that are being answered lose their connections and their threads are interrupted. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void exchange(HttpExchange exchange, int maxBodyBytes, Reply.Answer tooLarge, Handler handler)
            throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(maxBodyBytes + 1);
            Reply reply;
            if (body.length > maxBodyBytes) {
                readAway(exchange.getRequestBody());
                reply = tooLarge;
            } else {
                reply = reply(handler, request(exchange, body));
            }
            switch (reply) {
                case Reply.Answer answer -> send(exchange, answer);
                case Reply.HangUp() -> {}
            }
        } catch (InterruptedException e) {
            // Only close() interrupts; the connection is already gone.
            Thread.currentThread().interrupt();
        }
    }

    private static Reply reply(Handler handler, Request request) throws IOException, InterruptedException {
        try {
            return handler.handle(request);
        } catch (RuntimeException e) {
            return Reply.of(500, "text/plain", e.toString());
        }
    }

    /** A client that is still sending would see a reset instead of the answer. */
    private static void readAway(InputStream body) throws IOException {
        for (int pieces = 0; pieces < 256 && body.readNBytes(1 << 20).length > 0; pieces++) {}
    }

    private static Request request(HttpExchange exchange, byte[] body) {
        URI target = exchange.getRequestURI();
        String path = target.getRawPath();
        String query = target.getRawQuery();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return new Request(
                exchange.getRequestMethod(),
                path == null || path.isEmpty() ? "/" : path,
                query == null ? "" : query,
                exchange.getProtocol(),
                headers,
                body,
                exchange.getRemoteAddress().getAddress());
    }

    private static void send(HttpExchange exchange, Reply.Answer answer) throws IOException {
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, List.copyOf(values)));
        boolean bodiless =
                exchange.getRequestMethod().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
        if (bodiless || answer.body().length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }
}
