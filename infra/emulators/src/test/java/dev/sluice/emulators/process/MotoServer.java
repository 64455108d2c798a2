package dev.sluice.emulators.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Moto, an independent implementation of AWS in Python, where one is installed. */
public record MotoServer(ChildProcess process, SqsClient sqs) implements AutoCloseable {

    /** Starts one; without the command the test reports itself as skipped. */
    public static MotoServer startOrSkip() throws IOException {
        Optional<Path> command = ChildProcess.onPath("moto_server");
        assumeTrue(command.isPresent(), "moto_server is not on the PATH (pip install 'moto[server]')");
        String port = Integer.toString(freePort());
        ChildProcess process =
                ChildProcess.start(List.of(command.orElseThrow().toString(), "-H", "127.0.0.1", "-p", port));
        SqsClient sqs = SqsClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(sqs.listQueues().queueUrls()).isEmpty());
        return new MotoServer(process, sqs);
    }

    @Override
    public void close() {
        sqs.close();
        process.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
