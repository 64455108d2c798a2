package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Sending.BODY;
import static dev.sluice.dispatcher.Sending.answered;
import static dev.sluice.dispatcher.Sending.failed;
import static dev.sluice.dispatcher.Sending.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Answered;
import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.dispatcher.ScriptedServer.Request;
import dev.sluice.dispatcher.ScriptedServer.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSenderTest {

    private final HttpSender sender = Sending.sender(Sending.loopback());
    private final List<ScriptedServer> servers = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        sender.close();
        for (ScriptedServer server : servers) {
            server.close();
        }
    }

    private ScriptedServer serve(Script script) throws IOException {
        ScriptedServer server = ScriptedServer.start(script);
        servers.add(server);
        return server;
    }

    private AttemptResult sendTo(ScriptedServer server) {
        return sender.send(request("http://receiver.test:" + server.port() + "/hook?secret=1"));
    }

    private AttemptResult sendTo(Script script) throws IOException {
        return sendTo(serve(script));
    }

    @Test
    void postsTheBytesAndHeadersAsTheyAre() throws IOException {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        Answered answer = answered(sendTo(server));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString(StandardCharsets.US_ASCII).isEqualTo("ok");
        assertThat(answer.truncated()).isFalse();
        Request request = server.requests().getFirst();
        assertThat(request.line()).isEqualTo("POST /hook?secret=1 HTTP/1.1");
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(request.headers())
                .containsEntry("host", "receiver.test:" + server.port())
                .containsEntry("content-type", "application/json")
                .containsEntry("content-length", String.valueOf(BODY.length))
                .containsEntry("svix-id", "msg_1")
                .doesNotContainKeys("accept-encoding", "cookie", "authorization", "upgrade", "expect");
        assertThat(request.headers().get("user-agent")).matches("Sluice/[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Z]+)?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "//a//b", "/a/../b/./c", "/%2e%2e/%2F?x=%20y&z=a+b&&", "/é", "/a;b=c:d@e", "/?", "/*'()!~$,"
            })
    void leavesPathAndQueryAlone(String pathAndQuery) throws IOException {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n"));

        assertThat(answered(sender.send(request("http://receiver.test:" + server.port() + pathAndQuery)))
                        .status())
                .isEqualTo(204);

        String ascii = URI.create("http://h" + pathAndQuery).toASCIIString().substring("http://h".length());
        assertThat(server.requests().getFirst().line()).isEqualTo("POST " + ascii + " HTTP/1.1");
    }

    @Test
    void framesTheMessageItself() throws IOException {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n"));
        Map<String, String> hostile = Map.of(
                "Host", "internal.example",
                "content-length", "3",
                "Transfer-Encoding", "chunked",
                "Connection", "close",
                "Expect", "100-continue",
                "X-Note", "one\r\nX-Injected: two");

        answered(sender.send(new WebhookRequest(
                URI.create("http://receiver.test:" + server.port() + "/"), hostile, BODY, Sending.AMPLE)));

        assertThat(server.requests().getFirst().headers())
                .containsEntry("host", "receiver.test:" + server.port())
                .containsEntry("content-length", String.valueOf(BODY.length))
                .containsEntry("x-note", "one  X-Injected: two")
                .doesNotContainKeys("transfer-encoding", "expect", "x-injected");
        assertThat(server.requests().getFirst().body()).isEqualTo(BODY);
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "204", "304", "400", "401", "404", "407", "408", "410", "429", "500", "503", "599", "799"
    })
    void everyFinalStatusIsAnAnswer(int status) throws IOException {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 " + status + " X\r\nRetry-After: 7\r\n"
                + "WWW-Authenticate: Basic realm=\"x\"\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                + (status == 204 || status == 304 ? "\r\n" : "Content-Length: 0\r\n\r\n")));

        Answered answer = answered(sendTo(server));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("retry-after", "7");
        assertThat(answer.body()).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) throws IOException {
        ScriptedServer other = serve(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 " + status
                + " Moved\r\nLocation: http://127.0.0.1:" + other.port() + "/\r\nContent-Length: 0\r\n\r\n"));

        assertThat(answered(sendTo(server)).status()).isEqualTo(status);
        assertThat(other.connections()).isZero();
    }

    @Test
    void passesOverInformationalAnswers() throws IOException {
        Script script = ScriptedServer.answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 202 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(answered(sendTo(script)).status()).isEqualTo(202);
    }

    @Test
    void keepsTheFirstOfARepeatedHeader() throws IOException {
        Script script = ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nX-Many: one\r\nx-many: two\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n");

        assertThat(answered(sendTo(script)).headers())
                .containsEntry("x-many", "one")
                .containsEntry("x-empty", "");
    }

    @Test
    void keepsOneKibibyteOfALongBodyAndEndsTheConnection() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 500 No\r\nContent-Length: 100000000\r\n\r\n" + "x".repeat(2000));
            ended.set(connection.endedByClient());
        });

        Answered answer = answered(sendTo(server));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).hasSize(Exchange.BODY_CAP_BYTES);
        assertThat(answer.truncated()).isTrue();
        server.awaitClosed();
        assertThat(ended).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1023, false", "1024, false", "1025, true"})
    void saysWhetherTheBodyWasLongerThanTheCap(int length, boolean truncated) throws IOException {
        String body = "y".repeat(length);
        for (String response : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + body,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n" + body
                        + "\r\n0\r\n\r\n")) {
            Answered answer = answered(sendTo(ScriptedServer.answering(response)));

            assertThat(answer.body()).hasSize(Math.min(length, 1024));
            assertThat(answer.truncated()).isEqualTo(truncated);
        }
    }

    @Test
    void anEndlessBodyBehindAGoodStatusIsASuccess() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            while (true) {
                connection.write("400\r\n" + "z".repeat(0x400) + "\r\n");
            }
        });

        Answered answer = answered(sendTo(server));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.truncated()).isTrue();
        server.awaitClosed();
    }

    @Test
    void leavesACompressedBodyCompressed() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("a".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
        }

        Answered answer = answered(sendTo(connection -> {
            connection.readRequest();
            connection.write(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            connection.write(packed.toByteArray());
        }));

        assertThat(answer.body()).isEqualTo(packed.toByteArray());
        assertThat(answer.headers()).containsEntry("content-encoding", "gzip");
    }

    @Test
    void keepsNoCookies() throws IOException {
        ScriptedServer server = serve(
                ScriptedServer.answering("HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"));

        sendTo(server);
        sendTo(server);

        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("cookie"));
    }

    @Test
    void reusesConnections() throws IOException {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        for (int i = 0; i < 5; i++) {
            answered(sendTo(server));
        }

        assertThat(server.requests()).hasSize(5);
        assertThat(server.connections()).isOne();
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsReplacedUnnoticed() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); // says nothing of closing, and closes
        });

        for (int i = 0; i < 5; i++) {
            assertThat(answered(sendTo(server)).status()).isEqualTo(200);
            server.awaitClosed();
        }

        assertThat(server.requests()).hasSize(5);
        assertThat(server.connections()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatNobodyAskedForIsNoAnswerToTheNext(boolean inOnePiece) throws Exception {
        CountDownLatch isAnswered = new CountDownLatch(1);
        CountDownLatch isThere = new CountDownLatch(1);
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
            String another = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";
            connection.write(inOnePiece ? answer + another : answer);
            if (!inOnePiece) {
                Sending.awaitUninterruptibly(isAnswered);
                connection.write(another);
            }
            isThere.countDown();
            connection.hang();
        });

        answered(sendTo(server));
        isAnswered.countDown();
        isThere.await();

        assertThat(answered(sendTo(server)).status()).isEqualTo(200);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void sendsManyAtOnce() throws Exception {
        ScriptedServer server = serve(ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));

        List<FutureTask<AttemptResult>> sends = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            FutureTask<AttemptResult> send = new FutureTask<>(() -> sendTo(server));
            sends.add(send);
            Thread.ofVirtual().start(send);
        }

        for (FutureTask<AttemptResult> send : sends) {
            assertThat(answered(send.get()).status()).isEqualTo(200);
        }
        assertThat(server.requests()).hasSize(300);
        assertThat(server.connections()).isLessThanOrEqualTo(SendingClient.MAX_CONNECTIONS_PER_ROUTE);
    }

    @Test
    void aClosedPortIsAConnectionFailure() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }

        failed(sender.send(request("http://receiver.test:" + port + "/secret")), Kind.CONNECT, false);
    }

    @Test
    void aResetBehindTheRequestMayHaveArrived() throws IOException {
        failed(
                sendTo(connection -> {
                    connection.readRequest();
                    connection.reset();
                }),
                Kind.RESET,
                true);
    }

    @Test
    void aResetAheadOfTheRequestIsAFailure() throws IOException {
        // Before the first byte or after it: the two sides race, and the kind follows the phase.
        assertThat(sendTo(ScriptedServer.Connection::reset))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.kind())
                                .isEqualTo(failed.mayHaveArrived() ? Kind.RESET : Kind.CONNECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf"
            })
    void anAnswerThatBreaksOffIsAReset(String start) throws IOException {
        failed(
                sendTo(connection -> {
                    connection.readRequest();
                    connection.write(start);
                }),
                Kind.RESET,
                true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 099 Low\r\n\r\n",
                "HTTP/1.1 -12 Low\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
                "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
                // The server's preface of HTTP/2: SETTINGS, then GOAWAY.
                "\0\0\0\4\0\0\0\0\0\0\0\b\7\0\0\0\0\0\0\0\0\0\0\0\1"
            })
    void whatIsNotHttpIsAProtocolFailure(String answer) throws IOException {
        failed(
                sendTo(connection -> {
                    connection.readRequest();
                    connection.write(answer);
                }),
                Kind.PROTOCOL,
                true);
    }

    @Test
    void hugeHeadersAreAProtocolFailure() throws IOException {
        failed(
                sendTo(ScriptedServer.answering("HTTP/1.1 200 OK\r\nX-Long: " + "a".repeat(100_000) + "\r\n\r\n")),
                Kind.PROTOCOL,
                true);
        failed(
                sendTo(ScriptedServer.answering("HTTP/1.1 200 OK\r\n" + "X-Many: a\r\n".repeat(1000) + "\r\n")),
                Kind.PROTOCOL,
                true);
        failed(
                sendTo(ScriptedServer.answering("HTTP/1.1 200 " + "a".repeat(100_000) + "\r\n\r\n")),
                Kind.PROTOCOL,
                true);
    }

    @Test
    void endlessHeadersAreAProtocolFailure() throws Exception {
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n");
            while (true) {
                connection.write("X-Next: a\r\n");
            }
        });

        failed(sendTo(server), Kind.PROTOCOL, true);
        server.awaitClosed();
    }
}
