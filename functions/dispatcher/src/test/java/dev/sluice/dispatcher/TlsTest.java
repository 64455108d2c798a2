package dev.sluice.dispatcher;

import static dev.sluice.dispatcher.Sending.answered;
import static dev.sluice.dispatcher.Sending.failed;
import static dev.sluice.dispatcher.Sending.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult.Failed;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.WebhookRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static TestCertificates certificates;

    @BeforeAll
    static void issue() throws Exception {
        certificates = TestCertificates.issue();
    }

    private static ScriptedServer serve(String alias, boolean asksForClientCertificate) throws Exception {
        SSLContext context = certificates.server(alias);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        socket.setNeedClientAuth(asksForClientCertificate);
        return new ScriptedServer(socket, ScriptedServer.answering(OK));
    }

    private static ScriptedServer serve(ScriptedServer.Script script) throws Exception {
        return new ScriptedServer(
                certificates
                        .server("good")
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                script);
    }

    private static HttpSender sender() {
        return Sending.sender(Sending.loopback(), certificates.trust());
    }

    private static WebhookRequest to(ScriptedServer server, String host) {
        return request("https://" + host + ":" + server.port() + "/secret");
    }

    @Test
    void sendsWhenTheCertificateIsTheNames() throws Exception {
        try (ScriptedServer server = serve("good", false);
                HttpSender sender = sender()) {
            for (int i = 0; i < 3; i++) {
                assertThat(answered(sender.send(to(server, "receiver.test"))).status())
                        .isEqualTo(200);
            }
            assertThat(answered(sender.send(to(server, "Receiver.Test."))).status())
                    .isEqualTo(200);
            assertThat(answered(sender.send(to(server, "127.0.0.1"))).status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(5);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsReplacedUnnoticed() throws Exception {
        ScriptedServer closing = serve(connection -> {
            connection.readRequest();
            connection.write(OK); // says nothing of closing, and closes
        });
        try (closing;
                HttpSender sender = sender()) {
            for (int i = 0; i < 3; i++) {
                assertThat(answered(sender.send(to(closing, "receiver.test"))).status())
                        .isEqualTo(200);
                closing.awaitClosed();
            }
            assertThat(closing.connections()).isEqualTo(3);
        }
    }

    @Test
    void whatNobodyAskedForInTheRecordOfTheAnswersBodyIsNoAnswerToTheNext() throws Exception {
        CountDownLatch isThere = new CountDownLatch(1);
        ScriptedServer server = serve(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            // The client reads so long a body past its buffer, and what is behind it stays with TLS.
            connection.write("a".repeat(1000) + "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
            isThere.countDown();
            connection.hang();
        });
        try (server;
                HttpSender sender = sender()) {
            answered(sender.send(to(server, "receiver.test")));
            isThere.await();

            assertThat(answered(sender.send(to(server, "receiver.test"))).status())
                    .isEqualTo(200);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void anIpv6AddressIsComparedWithTheCertificate() throws Exception {
        ServerSocket socket;
        try {
            socket = certificates
                    .server("good")
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.ofLiteral("::1"));
        } catch (IOException e) {
            Assumptions.abort("this machine has no IPv6 loopback");
            return;
        }
        try (ScriptedServer server = new ScriptedServer(socket, ScriptedServer.answering(OK));
                HttpSender sender = sender()) {
            assertThat(answered(sender.send(to(server, "[::1]"))).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "good        | other.test    | not valid for this name",
                "wrong-name  | 127.0.0.1     | not valid for this name",
                "wrong-name  | receiver.test | not valid for this name",
                "expired     | receiver.test | expired",
                "self-signed | receiver.test | trusted authority",
            })
    void refusesACertificateThatDoesNotProveTheName(String alias, String host, String why) throws Exception {
        try (ScriptedServer server = serve(alias, false);
                HttpSender sender = sender()) {
            Failed failure = failed(sender.send(to(server, host)), Kind.TLS, false);

            assertThat(failure.detail()).contains(host, why);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void trustsOnlyThePlatformsAuthoritiesByDefault() throws Exception {
        try (ScriptedServer server = serve("good", false);
                HttpSender sender = Sending.sender(Sending.loopback())) {
            failed(sender.send(to(server, "receiver.test")), Kind.TLS, false);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerThatWantsACertificateOfOursIsAFailure() throws Exception {
        try (ScriptedServer server = serve("good", true);
                HttpSender sender = sender()) {
            // TLS 1.3 lets the client write before the server has said no; the alert and the reset behind it race.
            assertThat(sender.send(to(server, "receiver.test"))).isInstanceOfSatisfying(Failed.class, failed -> {
                assertThat(failed.kind()).isIn(Kind.TLS, Kind.RESET);
                assertThat(failed.mayHaveArrived()).isTrue();
            });
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aServerWithoutTlsIsATlsFailure() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(connection -> connection.write("HTTP/1.1 400 Bad\r\n\r\n"));
                HttpSender sender = sender()) {
            failed(sender.send(to(server, "receiver.test")), Kind.TLS, false);
        }
    }

    @Test
    void aResetDuringTheHandshakeNeverSent() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(connection -> {
                    connection.awaitByte();
                    connection.reset();
                });
                HttpSender sender = sender()) {
            failed(sender.send(to(server, "receiver.test")), Kind.RESET, false);
        }
    }
}
