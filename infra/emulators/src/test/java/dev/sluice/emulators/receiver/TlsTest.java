package dev.sluice.emulators.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void trustedReceiverIsReachedByItsNames(String host) throws Exception {
        try (Receiver receiver = start(Tls.TRUSTED)) {
            URI uri = URI.create("https://" + host + ":" + receiver.uri().getPort() + "/hook");

            assertThat(post(receiver, uri).statusCode()).isEqualTo(200);
            assertThat(receiver.received("/hook").getFirst().text()).isEqualTo("body");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tls.class,
            names = {"WRONG_NAME", "EXPIRED", "SELF_SIGNED"})
    void badCertificateEndsTheHandshake(Tls tls) throws Exception {
        try (Receiver receiver = start(tls)) {
            assertThatThrownBy(() -> post(receiver, receiver.uri("/hook"))).isInstanceOf(SSLHandshakeException.class);
            assertThat(receiver.received()).isEmpty();
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void silentReceiverAcceptsAndSaysNothing() throws Exception {
        try (Receiver receiver = start(Tls.SILENT)) {
            assertThatThrownBy(() -> post(receiver, receiver.uri("/hook"), Duration.ofMillis(200)))
                    .isInstanceOf(HttpTimeoutException.class);
            assertThat(receiver.connections()).isEqualTo(1);
        }
    }

    @Test
    void resetsReachThroughTls() throws Exception {
        try (Receiver receiver = start(Tls.TRUSTED)) {
            receiver.script("/hook", Script.of(Behaviour.fault(Fault.RESET_AFTER_READING)));

            assertThatThrownBy(() -> post(receiver, receiver.uri("/hook"))).isInstanceOf(IOException.class);
            assertThat(receiver.received("/hook")).isNotEmpty();
        }
    }

    private static Receiver start(Tls tls) throws IOException {
        return Receiver.start(Receiver.Options.defaults().tls(tls));
    }

    private static HttpResponse<String> post(Receiver receiver, URI uri) throws Exception {
        return post(receiver, uri, Duration.ofSeconds(10));
    }

    private static HttpResponse<String> post(Receiver receiver, URI uri, Duration timeout) throws Exception {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(receiver.clientContext())
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(timeout)
                            .POST(BodyPublishers.ofString("body"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }
}
