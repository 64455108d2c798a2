package dev.sluice.dispatcher;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A raw TCP server on loopback that does with each connection what its script says, byte by byte. */
final class ScriptedServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** What is done with one connection; it is closed when this returns or throws. */
    @FunctionalInterface
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    /** A request as it came; header names in lower case. */
    record Request(String line, Map<String, String> headers, byte[] body) {}

    ScriptedServer(ServerSocket socket, Script script) {
        this.socket = socket;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedServer start(Script script) throws IOException {
        return on("127.0.0.1", 0, script);
    }

    static ScriptedServer on(String address, int port, Script script) throws IOException {
        return new ScriptedServer(new ServerSocket(port, 50, InetAddress.ofLiteral(address)), script);
    }

    /** Answers every request on a connection with the same bytes. */
    static Script answering(String response) {
        return connection -> {
            while (connection.readRequest()) {
                connection.write(response);
            }
        };
    }

    int port() {
        return socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    List<Request> requests() {
        return requests;
    }

    /** Waits until one more connection was closed on this side. */
    void awaitClosed() throws InterruptedException {
        if (closed.poll(30, TimeUnit.SECONDS) == null) {
            throw new AssertionError("no connection was closed");
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            script.serve(new Connection(connection));
        } catch (IOException e) {
            // The other side went away, as it does in half of the tests.
        } finally {
            open.remove(connection);
        }
        closed.add(1);
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    /** One connection, seen from the server. */
    final class Connection {

        private final Socket peer;
        private final InputStream in;
        private final OutputStream out;

        private Connection(Socket peer) throws IOException {
            this.peer = peer;
            this.in = new BufferedInputStream(peer.getInputStream());
            this.out = new BufferedOutputStream(peer.getOutputStream());
        }

        /** Reads and records one request; false when the client closed instead. */
        boolean readRequest() throws IOException {
            String line = readLine();
            if (line == null) {
                return false;
            }
            Map<String, String> headers = new TreeMap<>();
            for (String header = readLine(); header != null && !header.isEmpty(); header = readLine()) {
                int colon = header.indexOf(':');
                headers.merge(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip(),
                        (one, other) -> one + ", " + other);
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            requests.add(new Request(line, headers, in.readNBytes(length)));
            return true;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Waits for the first byte, whatever it is. */
        void awaitByte() throws IOException {
            in.mark(1);
            in.read();
            in.reset();
        }

        /** Closes with a reset instead of an orderly end. */
        void reset() throws IOException {
            peer.setSoLinger(true, 0);
            peer.close();
        }

        /** Says nothing more until the test is over. */
        void hang() {
            pause(600_000);
        }

        /** Waits, or less when the test is over. */
        void pause(long millis) {
            try {
                stopped.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether the client ends this connection; blocks until it does. */
        boolean endedByClient() {
            try {
                return in.read() < 0;
            } catch (IOException e) {
                return true;
            }
        }

        private String readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return null;
                }
                if (b != '\r') {
                    line.write(b);
                }
            }
            return line.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
