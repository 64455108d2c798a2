package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.dispatcher.Exchange.Phase;
import java.io.IOException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;

/** What no receiver can be made to do at a certain moment. */
class FailuresTest {

    private static final HttpHost TARGET = new HttpHost("https", "receiver.test", 443);

    @Test
    void aConnectionThatBreaksUnderTlsIsNoFaultOfTls() {
        SSLException broken =
                new SSLException("cannot begin", new IOException("Broken pipe")); // as a channel's write fails
        SSLException reset = new SSLException("cannot go on", new SocketException("Connection reset"));

        assertThat(kind(broken, Phase.HANDSHAKING)).isEqualTo(Kind.RESET);
        assertThat(kind(reset, Phase.HANDSHAKING)).isEqualTo(Kind.RESET);
        assertThat(kind(broken, Phase.SENT)).isEqualTo(Kind.RESET);
        assertThat(kind(new SSLHandshakeException("no common version"), Phase.HANDSHAKING))
                .isEqualTo(Kind.TLS);
    }

    private static Kind kind(IOException e, Phase phase) {
        return Failures.of(e, phase, TARGET).kind();
    }
}
