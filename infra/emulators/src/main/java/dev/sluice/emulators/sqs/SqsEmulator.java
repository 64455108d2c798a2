package dev.sluice.emulators.sqs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.elasticmq.NodeAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Amazon SQS in this JVM: ElasticMQ with the limits of SQS, and the 12 hours of visibility that it lacks. Speaks the AWS JSON
 * protocol, as every current SDK and CLI does; any credentials do. Thread-safe.
 *
 * <p>With a data directory queues and messages outlive kill -9: what was acknowledged is on disk. One per JVM can be durable.
 * Like any server it keeps the JVM alive until it is closed.
 *
 * <p>Known differences to SQS: no fairness between message groups on a standard queue; no limit of messages in flight;
 * ChangeMessageVisibility succeeds on a message whose visibility timeout has passed; the size of a message is counted in
 * characters and that of a batch not at all; a redriven message keeps its id; and a message that is being moved between queues,
 * to its dead-letter queue or back, can be lost when the JVM is killed in that instant.
 */
public final class SqsEmulator implements AutoCloseable {
    /** The region in queue ARNs. */
    public static final String REGION = "us-east-1";

    /** The account in queue ARNs and URLs. */
    public static final String ACCOUNT = "000000000000";

    private final SqsHttpServer server;
    private final ElasticMq elasticMq;
    private final SqsGuard guard;
    private final URI endpoint;

    private SqsEmulator(SqsHttpServer server, ElasticMq elasticMq, SqsGuard guard, URI endpoint) {
        this.server = server;
        this.elasticMq = elasticMq;
        this.guard = guard;
        this.endpoint = endpoint;
    }

    /** In memory, on loopback, on a port that is free; change what differs. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where SDKs find it, the endpoint override. */
    public URI endpoint() {
        return endpoint;
    }

    /** A new client for this emulator; the caller closes it. */
    public SqsClient newClient() {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /**
     * How many requests came since the start, by action ({@code ReceiveMessage}, {@code SendMessageBatch}, …): what SQS bills.
     * Refused requests count, empty receives too. A copy.
     */
    public Map<String, Long> requests() {
        return guard.requests();
    }

    /** How many of the requests were receives that came back without a message: billed, but by time and not by message. */
    public long emptyReceives() {
        return guard.emptyReceives();
    }

    /** Ends at once: requests under way, long polls too, see their connection end. The port is free afterwards. */
    @Override
    public void close() {
        server.close();
        elasticMq.close();
    }

    /** What can be chosen. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private @Nullable Path data;
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /** The address to listen on, also shown in queue URLs; loopback by default. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Keeps queues and messages in this directory, created if absent; in memory by default. */
        public Builder data(Path directory) {
            data = directory;
            return this;
        }

        /** The clock of the 12 hours alone; delays and visibility timeouts pass in real time. */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * Starts it; queues and messages of the data directory are there when this returns.
         *
         * @throws UncheckedIOException when the port is taken or the data directory cannot be read
         * @throws IllegalStateException when another durable one runs in this JVM
         */
        public SqsEmulator start() {
            SqsHttpServer server = null;
            try {
                server = new SqsHttpServer(new InetSocketAddress(host, port));
                NodeAddress visible = new NodeAddress("http", host, server.uri().getPort(), "");
                ElasticMq elasticMq = ElasticMq.start(visible, REGION, ACCOUNT, data);
                URI upstream = URI.create("http://127.0.0.1:" + elasticMq.port());
                SqsGuard guard = new SqsGuard(server.upstream(upstream), clock);
                server.serve(guard);
                return new SqsEmulator(server, elasticMq, guard, server.uri());
            } catch (IOException e) {
                close(server);
                throw new UncheckedIOException("SQS emulator on " + host + ":" + port + ": " + e.getMessage(), e);
            } catch (RuntimeException e) {
                close(server);
                throw e;
            }
        }

        private static void close(@Nullable SqsHttpServer server) {
            if (server != null) {
                server.close();
            }
        }
    }
}
