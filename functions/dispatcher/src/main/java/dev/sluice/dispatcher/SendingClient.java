package dev.sluice.dispatcher;

import dev.sluice.endpoint.VettedResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The HTTP client with everything taken away that a webhook must not do. */
final class SendingClient {

    /** Open connections in all, below the 1,024 files that Lambda grants a function. */
    static final int MAX_CONNECTIONS = 512;

    /** To one host and port, more than a batch ever sends at once. */
    static final int MAX_CONNECTIONS_PER_ROUTE = 64;

    /** For one address; a third of the default deadline, so that a name's next address still gets its turn. */
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    /** Below the 60 s after which common load balancers close idle connections. */
    private static final TimeValue KEEP_IDLE = TimeValue.ofSeconds(50);

    /** So that a name that moved is followed. */
    private static final TimeValue KEEP_AT_MOST = TimeValue.ofMinutes(5);

    /** Of an answer's head: at most 800 KB. */
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(8192).build();

    private SendingClient() {}

    static CloseableHttpClient create(VettedResolver resolver, SSLContext tls) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections(resolver, tls))
                .setRequestExecutor(new PhasedExecutor())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setConnectionKeepAlive(KEEP_IDLE)
                        .build())
                .setUserAgent("Sluice/" + version())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .evictIdleConnections(KEEP_IDLE)
                .build();
    }

    private static PoolingHttpClientConnectionManager connections(VettedResolver resolver, SSLContext tls) {
        return new OverChannels()
                .setDnsResolver(new VettedDns(resolver))
                .setTlsSocketStrategy(handshake(tls))
                .setConnectionFactory(_ -> new KeptConnection(LIMITS))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        // Always: a connection that the receiver closed meanwhile is found out before the request is
                        // written, and replaced. After the first byte nothing is ever sent twice.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .setIdleTimeout(Timeout.of(KEEP_IDLE.getDuration(), KEEP_IDLE.getTimeUnit()))
                        .setTimeToLive(KEEP_AT_MOST)
                        .build())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS_PER_ROUTE)
                // A connection whose receiver reads nothing may be long in closing: nobody else waits for that.
                .setOffLockDisposalEnabled(true)
                .build();
    }

    /** Its connections are over channels, which {@link KeptConnection} can look at without waiting. */
    private static final class OverChannels extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver dns, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    _ -> SocketChannel.open().socket(),
                    ports,
                    dns,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register(URIScheme.HTTPS.id, tls)
                            .build());
        }
    }

    /** TLS with the name checked inside the handshake, by the platform. */
    private static TlsSocketStrategy handshake(SSLContext tls) {
        TlsSocketStrategy strategy = new DefaultClientTlsStrategy(tls, HostnameVerificationPolicy.BUILTIN, null);
        return (socket, host, port, attachment, context) -> {
            Exchange.of(context).advance(Exchange.Phase.HANDSHAKING);
            return strategy.upgrade(socket, host, port, attachment, context);
        };
    }

    private static String version() {
        try (InputStream in = SendingClient.class.getResourceAsStream("version")) {
            if (in == null) {
                throw new IllegalStateException("missing from the class path: version");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
