package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import dev.sluice.sns.Certificates.Fetched;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real TLS, against servers that behave and servers that do not. */
final class HttpCertificatesTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final TestAuthority authority = new TestAuthority(Instant.now());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final BoundedGet http = new BoundedGet(authority.clientContext(), BoundedGet.DEADLINE);
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = serve(authority.issue(List.of("localhost")));
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, SnsMessages.SNS.pem().getBytes(StandardCharsets.US_ASCII));
        });
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void readsACertificateOverTls() {
        serve("/one.pem", SnsMessages.SNS.pem());

        assertThat(get("/one.pem")).isEqualTo(new Fetched.Found(SnsMessages.SNS.certificate()));
    }

    @Test
    void takesTheFirstOfAChain() {
        Identity leaf = authority.issue(List.of("sns.amazonaws.com"));
        String chain = leaf.pem() + new Identity(leaf.key(), List.of(authority.certificate())).pem();
        serve("/chain.pem", chain);

        assertThat(get("/chain.pem")).isEqualTo(new Fetched.Found(leaf.certificate()));
    }

    @Test
    void saysWhatIsNoCertificate() {
        serve("/text", "hello");
        serve("/empty", "");
        serve("/broken", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        serve("/cut", SnsMessages.SNS.pem().substring(0, 200));

        assertThat(List.of(get("/text"), get("/empty"), get("/broken"), get("/cut")))
                .allMatch(Fetched.NoCertificate.class::isInstance);
    }

    @Test
    void followsNoRedirect() {
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("location", uri("/elsewhere").toString());
            answer(exchange, 302, new byte[0]);
        });

        assertThat(get("/moved")).isEqualTo(new Fetched.Unavailable("status 302"));
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void endsAHugeBodyAtItsBound() {
        byte[] huge = (SnsMessages.SNS.pem() + "\n".repeat(BoundedGet.MAX_BYTES)).getBytes(StandardCharsets.US_ASCII);
        server.createContext("/huge", exchange -> answer(exchange, 200, huge));

        assertThat(get("/huge")).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void endsABodyThatDripsAtTheDeadline() {
        server.createContext("/drips", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            drip(exchange.getResponseBody());
        });
        BoundedGet hurried = new BoundedGet(authority.clientContext(), SHORT);

        assertThat(new HttpCertificates(hurried).get(uri("/drips")))
                .isEqualTo(new Fetched.Unavailable("no whole answer within PT0.5S"));
    }

    @Test
    void endsASilentServerAtTheDeadline() {
        server.createContext("/silent", _ -> awaitEnd(1, TimeUnit.MINUTES));
        BoundedGet hurried = new BoundedGet(authority.clientContext(), SHORT);

        assertThat(new HttpCertificates(hurried).get(uri("/silent"))).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void believesNoServerThatNobodyVouchesFor() throws IOException {
        serve("/one.pem", SnsMessages.SNS.pem());
        HttpsServer misnamed = serve(authority.issue(List.of("other.example")));
        HttpsServer expired = serve(authority.issueExpired(List.of("localhost")));
        for (HttpsServer bad : List.of(misnamed, expired)) {
            bad.createContext(
                    "/", exchange -> answer(exchange, 200, SnsMessages.SNS.pem().getBytes()));
        }

        assertThat(new HttpCertificates(new BoundedGet()).get(uri("/one.pem")))
                .isInstanceOf(Fetched.Unavailable.class); // the JDK's authorities do not know ours
        assertThat(new HttpCertificates(http).get(uri(misnamed, "/one.pem"))).isInstanceOf(Fetched.Unavailable.class);
        assertThat(new HttpCertificates(http).get(uri(expired, "/one.pem"))).isInstanceOf(Fetched.Unavailable.class);
        misnamed.stop(0);
        expired.stop(0);
    }

    @Test
    void saysThatNobodyListens() {
        URI nobody = uri("/one.pem");
        server.stop(0);

        assertThat(new HttpCertificates(http).get(nobody)).isInstanceOf(Fetched.Unavailable.class);
    }

    @Test
    void confirmsWhereSnsSaysYesAndFollowsNoRedirect() {
        server.createContext("/yes", exchange -> answer(exchange, 200, "<ConfirmSubscriptionResponse/>".getBytes()));
        server.createContext("/no", exchange -> answer(exchange, 400, new byte[0]));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("location", uri("/elsewhere").toString());
            answer(exchange, 302, new byte[0]);
        });
        HttpConfirmations confirmations = new HttpConfirmations(http);

        assertThat(confirmations.confirm(uri("/yes"))).isTrue();
        assertThat(confirmations.confirm(uri("/no"))).isFalse();
        assertThat(confirmations.confirm(uri("/moved"))).isFalse();
        assertThat(elsewhere).hasValue(0);
    }

    private Fetched get(String path) {
        return new HttpCertificates(http).get(uri(path));
    }

    private URI uri(String path) {
        return uri(server, path);
    }

    private static URI uri(HttpsServer server, String path) {
        return URI.create("https://localhost:" + server.getAddress().getPort() + path);
    }

    private HttpsServer serve(Identity identity) throws IOException {
        HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setHttpsConfigurator(new HttpsConfigurator(identity.serverContext()));
        started.setExecutor(threads);
        started.start();
        return started;
    }

    private void serve(String path, String body) {
        server.createContext(path, exchange -> answer(exchange, 200, body.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A line end now and then, until the client is gone or the test is over. */
    private void drip(OutputStream out) throws IOException {
        do {
            out.write('\n');
            out.flush();
        } while (!awaitEnd(20, TimeUnit.MILLISECONDS));
    }

    private boolean awaitEnd(long time, TimeUnit unit) {
        try {
            return end.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
