package dev.sluice.emulators.receiver;

import dev.sluice.emulators.certificate.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP(S) receiver of webhooks that records every request and treats it as its path's script says; without a script it
 * answers 200. Scripts are set in code, by {@code POST /__script/PATH}, or stand in the query string of the URL itself, such as
 * {@code /hook?status=500,500,200&delay_ms=100}; {@code GET /__received} lists what arrived. The options are those of
 * {@code ScriptReader}. Thread-safe.
 */
public final class Receiver implements AutoCloseable {

    private final ServerSocket server;
    private final URI uri;
    private final TestAuthority authority;
    private final Scripts scripts = new Scripts();
    private final Journal journal;
    private final Options options;
    private final @Nullable SSLContext tls;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();

    /**
     * Settings of a receiver.
     *
     * @param address its port may be 0 for any free one
     * @param decision may replace the scripted status
     * @param kept how many requests are remembered; the oldest go first
     */
    public record Options(InetSocketAddress address, Tls tls, StatusDecision decision, InstantSource clock, int kept) {

        /** A free port of 127.0.0.1, no TLS, the scripted statuses, the last 100,000 requests. */
        public static Options defaults() {
            return new Options(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                    Tls.NONE,
                    _ -> OptionalInt.empty(),
                    InstantSource.system(),
                    100_000);
        }

        public Options address(InetSocketAddress address) {
            return new Options(address, tls, decision, clock, kept);
        }

        public Options tls(Tls tls) {
            return new Options(address, tls, decision, clock, kept);
        }

        public Options decision(StatusDecision decision) {
            return new Options(address, tls, decision, clock, kept);
        }

        public Options clock(InstantSource clock) {
            return new Options(address, tls, decision, clock, kept);
        }

        public Options kept(int kept) {
            return new Options(address, tls, decision, clock, kept);
        }
    }

    private Receiver(ServerSocket server, Options options) {
        this.server = server;
        this.options = options;
        this.journal = new Journal(options.kept());
        // Certificates are judged by the client's clock, which is the machine's.
        var now = InstantSource.system().instant();
        this.authority = new TestAuthority(now);
        this.tls = options.tls()
                .identity(authority, now)
                .map(identity -> identity.serverContext())
                .orElse(null);
        boolean plain = options.tls() == Tls.NONE;
        this.uri = URI.create(
                (plain ? "http://" : "https://") + options.address().getHostString() + ":" + server.getLocalPort());
    }

    /** A receiver with {@link Options#defaults()}. */
    public static Receiver start() throws IOException {
        return start(Options.defaults());
    }

    /**
     * A receiver with these settings.
     *
     * @throws IOException if the address cannot be bound
     */
    public static Receiver start(Options options) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(options.address(), 1024);
        Receiver receiver = new Receiver(server, options);
        Thread.ofPlatform().daemon().name("receiver " + server.getLocalPort()).start(receiver::accept);
        return receiver;
    }

    /** Scheme, host and port, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /** The URL of a path. */
    public URI uri(String pathAndQuery) {
        return URI.create(uri + pathAndQuery);
    }

    /** The authority behind {@link Tls#TRUSTED}, {@link Tls#WRONG_NAME} and {@link Tls#EXPIRED}. */
    public X509Certificate authority() {
        return authority.certificate();
    }

    /** A TLS context for a client that trusts {@link #authority()} and nobody else. */
    public SSLContext clientContext() {
        return authority.clientContext();
    }

    /**
     * Sets the script of a path and starts it from its beginning.
     *
     * @param path percent-encoded as it is requested; {@code *} for all paths without a script of their own
     */
    public void script(String path, Script script) {
        scripts.set(path, script);
    }

    /** Everything that arrived, in its order, control requests left out. */
    public List<Received> received() {
        return journal.all();
    }

    /** What arrived at a path, whatever its query string. */
    public List<Received> received(String path) {
        return journal.of(path);
    }

    /**
     * Waits until so many requests have arrived at a path; they need not be answered yet.
     *
     * @return at least {@code number}
     * @throws TimeoutException saying how many came
     */
    public List<Received> awaitRequests(String path, int number, Duration atMost)
            throws InterruptedException, TimeoutException {
        return journal.await(path, number, atMost);
    }

    /** Forgets what arrived; scripts and numbers go on. */
    public void clear() {
        journal.clear();
    }

    /** How many connections were ever accepted, whether or not anything came over them. */
    public long connections() {
        return connections.get();
    }

    /** Stops at once; open connections are closed. */
    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
        closeAll();
    }

    private void closeAll() {
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                long id = connections.incrementAndGet();
                threads.execute(() -> serve(socket, id));
            } catch (RejectedExecutionException e) {
                // It came while the receiver was closing, which has closed all that it knew of.
                closeAll();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException("cannot accept connections any more", e);
                }
            }
        }
    }

    private void serve(Socket socket, long id) {
        try (socket) {
            new Connection(socket, id, scripts, journal, options.decision(), options.clock()).serve(options.tls(), tls);
        } catch (IOException e) {
            // The client has gone, or has sent what is no request: nobody is left to tell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }
}
