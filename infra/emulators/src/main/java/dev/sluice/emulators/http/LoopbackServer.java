package dev.sluice.emulators.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.ResponseConnControl;
import org.apache.hc.core5.http.protocol.ResponseContent;
import org.apache.hc.core5.http.protocol.ResponseDate;
import org.apache.hc.core5.io.CloseMode;

/**
 * An HTTP server: whole requests in, whole answers out, connections kept alive, a thread for each, so that a request is read, answered and
 * written by one thread.
 */
public final class LoopbackServer implements AutoCloseable {

    /** What the server says of an answer's length and connection; a handler's word on them is not asked for. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    /** Answers one request; called by many threads at once. */
    @FunctionalInterface
    public interface Handler {

        /** An exception of the program is answered by 500 and its text; any other closes the connection. */
        Reply handle(Request request) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final Set<Thread> answering;
    private final URI uri;

    private LoopbackServer(HttpServer server, Set<Thread> answering, URI uri) {
        this.server = server;
        this.answering = answering;
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
        Set<Thread> answering = ConcurrentHashMap.newKeySet();
        HttpRequestHandler whole = (request, response, context) -> {
            Thread thread = Thread.currentThread();
            answering.add(thread);
            try {
                fill(response, reply(handler, request, context, maxBodyBytes, tooLarge));
            } finally {
                answering.remove(thread);
            }
        };
        HttpServer server = ServerBootstrap.bootstrap()
                .setLocalAddress(address.getAddress())
                .setListenerPort(address.getPort())
                .setSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setBacklogSize(1024)
                        .build())
                .setHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(new ResponseDate(), new ResponseContent(), new ResponseConnControl())
                        .build())
                .setRequestRouter((_, _) -> whole)
                .create();
        server.start();
        String host = address.getHostString();
        URI uri = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort());
        return new LoopbackServer(server, answering, uri);
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** Stops at once: requests that are being answered lose their connections and their threads are interrupted. */
    @Override
    public void close() {
        server.close(CloseMode.IMMEDIATE);
        answering.forEach(Thread::interrupt);
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
