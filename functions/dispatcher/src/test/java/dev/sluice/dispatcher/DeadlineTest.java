package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Sending.answered;
import static dev.sluice.dispatcher.Sending.failed;
import static dev.sluice.dispatcher.Sending.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.dispatcher.ScriptedServer.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The deadline holds in every phase and says which. Upper bounds are generous: they tell "bounded" from "hung", not fast from slow. */
@Timeout(60)
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration BOUNDED = Duration.ofSeconds(20);

    private final HttpSender sender = Sending.sender(Sending.loopback());
    private final List<AutoCloseable> open = new ArrayList<>(List.of(sender));

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private AttemptResult send(Script script) throws IOException {
        ScriptedServer server = ScriptedServer.start(script);
        open.add(server);
        return bounded(sender, request("http://receiver.test:" + server.port() + "/secret", SHORT));
    }

    private static AttemptResult bounded(HttpSender sender, WebhookRequest request) {
        long start = System.nanoTime();
        AttemptResult result = sender.send(request);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUNDED);
        return result;
    }

    @Test
    void noAnswer() throws IOException {
        failed(
                send(connection -> {
                    connection.readRequest();
                    connection.hang();
                }),
                Kind.TIMEOUT_HEADERS,
                true);
    }

    @Test
    void aRequestThatIsNotRead() throws IOException {
        ScriptedServer server = ScriptedServer.start(ScriptedServer.Connection::hang);
        open.add(server);
        byte[] large = new byte[32 << 20];

        failed(
                bounded(
                        sender,
                        new WebhookRequest(
                                URI.create("http://receiver.test:" + server.port() + "/secret"),
                                Map.of(),
                                large,
                                SHORT)),
                Kind.TIMEOUT_HEADERS,
                true);
    }

    @Test
    void headersThatDrip() throws IOException {
        failed(
                send(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nX-Slow: ");
                    while (true) {
                        connection.write("a");
                        connection.pause(50);
                    }
                }),
                Kind.TIMEOUT_HEADERS,
                true);
    }

    @Test
    void informationWithoutEnd() throws IOException {
        failed(
                send(connection -> {
                    connection.readRequest();
                    while (true) {
                        connection.write("HTTP/1.1 102 Processing\r\n\r\n");
                        connection.pause(20);
                    }
                }),
                Kind.TIMEOUT_HEADERS,
                true);
    }

    @Test
    void aBodyThatDrips() throws IOException {
        failed(
                send(connection -> {
                    connection.readRequest();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    while (true) {
                        connection.write("a");
                        connection.pause(50);
                    }
                }),
                Kind.TIMEOUT_BODY,
                true);
    }

    @Test
    void aBodyThatStopsBehindTheCapIsAnAnswer() throws IOException {
        AttemptResult.Answered answer = answered(send(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + "a".repeat(Exchange.BODY_CAP_BYTES));
            connection.hang();
        }));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(Exchange.BODY_CAP_BYTES);
        assertThat(answer.truncated()).isTrue();
    }

    @Test
    void aTlsHandshakeThatStalls() throws IOException {
        ScriptedServer server = ScriptedServer.start(ScriptedServer.Connection::hang);
        open.add(server);

        failed(
                bounded(sender, request("https://receiver.test:" + server.port() + "/secret", SHORT)),
                Kind.TIMEOUT_CONNECT,
                false);
    }

    @Test
    void aConnectionThatIsNotTaken() throws Exception {
        // A full backlog of one: further connections are neither accepted nor refused.
        ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        open.add(full);
        for (int i = 0; i < 2; i++) {
            open.add(new Socket("127.0.0.1", full.getLocalPort()));
        }

        failed(
                bounded(sender, request("http://receiver.test:" + full.getLocalPort() + "/secret", SHORT)),
                Kind.TIMEOUT_CONNECT,
                false);
    }

    @Test
    void aLookUpThatHangsIsLeftBehindAndNeverSends() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        ScriptedServer server =
                ScriptedServer.start(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        open.add(server);
        try (HttpSender slow = Sending.sender(Sending.policy(List.of("127.0.0.0/8"), host -> {
            asked.countDown();
            Sending.awaitUninterruptibly(answer);
            return Sending.addresses("127.0.0.1");
        }))) {
            failed(
                    bounded(slow, request("http://slow.test:" + server.port() + "/secret", SHORT)),
                    Kind.TIMEOUT_CONNECT,
                    false);
            assertThat(asked.getCount()).isZero();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();

            answer.countDown();
            // Its own connection: by the time it is answered, the one left behind would have been served as well.
            answered(bounded(slow, request("http://slow.test:" + server.port() + "/", Sending.AMPLE)));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void manyHangingLookUpsDoNotHoldUpOthers() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(50);
        ScriptedServer server =
                ScriptedServer.start(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        open.add(server);
        try (HttpSender mixed = Sending.sender(Sending.policy(List.of("127.0.0.0/8"), host -> {
            if (host.startsWith("slow")) {
                asked.countDown();
                Sending.awaitUninterruptibly(never);
            }
            return Sending.addresses("127.0.0.1");
        }))) {
            for (int i = 0; i < 50; i++) {
                String url = "http://slow" + i + ".test:" + server.port() + "/";
                Thread.ofVirtual().start(() -> mixed.send(request(url, BOUNDED)));
            }
            asked.await();

            answered(bounded(mixed, request("http://quick.test:" + server.port() + "/")));
        }
        never.countDown();
    }

    @Test
    void aTimeThatIsUpBeforeItBeginsSendsNothing() throws IOException {
        ScriptedServer server = ScriptedServer.start(ScriptedServer.answering("HTTP/1.1 204 No\r\n\r\n"));
        open.add(server);

        failed(
                sender.send(request("http://receiver.test:" + server.port() + "/secret", Duration.ZERO)),
                Kind.TIMEOUT_CONNECT,
                false);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aTimeThatIsUpAsItBeginsSendsNothing() throws IOException {
        ScriptedServer server = ScriptedServer.start(ScriptedServer.Connection::hang);
        open.add(server);
        try (HttpSender late = new HttpSender(Sending.loopback(), (_, task) -> {
            task.run();
            return () -> {};
        })) {
            failed(
                    bounded(late, request("http://receiver.test:" + server.port() + "/secret")),
                    Kind.TIMEOUT_CONNECT,
                    false);
        }
        assertThat(server.requests()).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aConnectionThatTimedOutIsNotUsedAgain() throws Exception {
        ScriptedServer server = ScriptedServer.start(connection -> {
            connection.readRequest();
            connection.pause(700);
            connection.write("HTTP/1.1 500 Late\r\nContent-Length: 0\r\n\r\n");
            while (connection.readRequest()) {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        open.add(server);
        String url = "http://receiver.test:" + server.port() + "/secret";

        failed(sender.send(request(url, SHORT)), Kind.TIMEOUT_HEADERS, true);
        answered(sender.send(request(url)));

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void anInterruptedSendSaysNothingOfTheReceiver() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        ScriptedServer server = ScriptedServer.start(connection -> {
            connection.readRequest();
            arrived.countDown();
            connection.hang();
        });
        open.add(server);
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            Sending.awaitUninterruptibly(arrived);
            caller.interrupt();
        });

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> sender.send(request("http://receiver.test:" + server.port() + "/")));
        assertThat(Thread.interrupted()).isTrue();
    }
}
