package dev.sluice.emulators.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {

    private static final String REQUEST = "POST /hook HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
    private static final Duration BOUND = Duration.ofSeconds(10);

    private Receiver receiver;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        receiver = Receiver.start();
        client = new RawClient(receiver.uri());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        receiver.close();
    }

    @Test
    void resetAfterReading() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.fault(Fault.RESET_AFTER_READING)));

        client.send(REQUEST);

        assertThatThrownBy(client::head).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThat(receiver.received("/hook").getFirst().text()).isEqualTo("body");
    }

    @Test
    void resetBeforeReadingNeedsNoBody() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.fault(Fault.RESET_BEFORE_READING)));

        client.send("POST /hook HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n");

        assertThatThrownBy(client::head).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        assertThat(receiver.received("/hook").getFirst().body()).isEmpty();
    }

    @Test
    void closeWithoutAnswer() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.fault(Fault.CLOSE_WITHOUT_ANSWER)));

        assertThat(client.send(REQUEST).rest()).isEmpty();
        assertThat(receiver.received("/hook")).hasSize(1);
    }

    @Test
    void neverAnswer() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.fault(Fault.NEVER_ANSWER)));
        client.timeoutMillis(100);

        client.send(REQUEST);

        assertThatThrownBy(client::head).isInstanceOf(SocketTimeoutException.class);
        assertThat(receiver.awaitRequests("/hook", 1, BOUND)).hasSize(1);
    }

    @Test
    void brokenChunking() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.fault(Fault.BROKEN_CHUNKING)));

        assertThat(client.send(REQUEST).head()).contains("Transfer-Encoding: chunked");
        assertThat(client.rest()).startsWith("5\r\nhello\r\nthis is no length");
    }

    @Test
    void truncatedBody() throws Exception {
        receiver.script(
                "/hook", Script.of(Behaviour.fault(Fault.TRUNCATED_BODY).content(new Content.Text("0123456789"))));

        assertThat(client.send(REQUEST).head()).contains("Content-Length: 20");
        assertThat(client.rest()).isEqualTo("0123456789");
    }

    @Test
    void delayComesBeforeTheFirstByte() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(200).delayed(Duration.ofMillis(150))));

        client.send(REQUEST);

        assertThat(client.head()).startsWith("HTTP/1.1 200");
        long answered = System.nanoTime();
        Duration taken =
                Duration.ofNanos(answered - receiver.received().getFirst().nanos());
        assertThat(taken).isBetween(Duration.ofMillis(150), BOUND);
    }

    @Test
    void slowBodyDripsAtItsRate() throws Exception {
        receiver.script(
                "/hook",
                Script.of(Behaviour.status(200).content(new Content.Filler(20)).dripping(100)));

        assertThat(client.send(REQUEST).head()).contains("Content-Length: 20");
        long begun = System.nanoTime();
        assertThat(client.bytes(20)).isEqualTo("x".repeat(20));

        // Four pieces of five bytes, each but the last followed by 50 ms; the first may be here already.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(100), BOUND);
    }

    @Test
    void endlessBodyGoesOnUntilTheClientGoes() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(200).content(new Content.Endless())));

        assertThat(client.send(REQUEST).head()).contains("Transfer-Encoding: chunked");
        assertThat(client.bytes(5_000_000)).hasSize(5_000_000);
    }

    @Test
    void hugeHeaders() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(200).headerBytes(200_000)));

        assertThat(client.send(REQUEST).head()).hasSizeBetween(200_000, 210_000);
        assertThat(client.bytes(8)).isEqualTo("received");
    }

    @Test
    void interimAnswersComeFirst() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(201).interimAnswers(2)));

        client.send(REQUEST);

        assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(client.head()).startsWith("HTTP/1.1 201 ");
    }

    @Test
    void clientThatExpectsToContinueIsTold() throws Exception {
        client.send("POST /hook HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue");

        client.send("body");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(receiver.received("/hook").getFirst().text()).isEqualTo("body");
    }

    @Test
    void gzipBombIsSmallAndUnpacksLarge() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(200).content(new Content.GzipBomb(50_000_000))));

        String head = client.send(REQUEST).head();

        assertThat(head).contains("Content-Encoding: gzip");
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
        assertThat(length.find()).isTrue();
        int bytes = Integer.parseInt(length.group(1));
        assertThat(bytes).isLessThan(100_000);
        byte[] packed = client.bytes(bytes).getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            long size = 0;
            for (int read = unpacked.read(new byte[65536]); read >= 0; read = unpacked.read(new byte[65536])) {
                size += read;
            }
            assertThat(size).isEqualTo(50_000_000);
        }
    }

    @Test
    void answersWithoutABodyKeepTheConnectionUsable() throws Exception {
        receiver.script("/hook", Script.statuses(204, 304, 200));

        assertThat(client.send(REQUEST).head()).startsWith("HTTP/1.1 204 ");
        assertThat(client.send(REQUEST).head()).startsWith("HTTP/1.1 304 ");
        assertThat(client.send(REQUEST.replace("POST", "HEAD")).head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.send(REQUEST).head()).startsWith("HTTP/1.1 200 ");
        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void whatIsNoRequestClosesTheConnectionUnrecorded() throws Exception {
        assertThat(client.send("\0\1\2 nonsense\r\n\r\n").rest()).isEmpty();
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void closingEndsWaitingConnections() throws Exception {
        receiver.script("/hook", Script.of(Behaviour.status(200).delayed(Duration.ofHours(1))));
        client.send(REQUEST);
        receiver.awaitRequests("/hook", 1, BOUND);

        receiver.close();

        assertThat(client.rest()).isEmpty();
    }
}
