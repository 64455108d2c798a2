package dev.sluice.emulators.dynamodb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Amazon DynamoDB Local as its own process on its own class path: its dependencies must not meet ours, and its licence forbids
 * shipping it. It ends with this process, however this process ends. One database for all credentials and regions; no
 * telemetry. Thread-safe.
 *
 * <p>With a data directory what was acknowledged outlives kill -9 of either process.
 */
public final class DynamoDbLocal implements AutoCloseable {
    private static final Path LIB = Path.of("infra", "dynamodb-local", "target", "lib");
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final URI endpoint;

    private DynamoDbLocal(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * The directory with DynamoDB Local's jars in this directory or the nearest one above it.
     *
     * @param start the project's root or a directory in it, for instance the working directory
     * @throws IllegalStateException when there is none, naming the command that fetches it
     */
    public static Path findLib(Path start) {
        for (Path home = start.toAbsolutePath().normalize(); home != null; home = home.getParent()) {
            if (Files.isDirectory(home.resolve(LIB))) {
                return home.resolve(LIB);
            }
        }
        throw new IllegalStateException("DynamoDB Local is not fetched (no " + LIB + " in " + start.toAbsolutePath()
                + " or above it): run mvn -pl infra/dynamodb-local generate-resources");
    }

    /**
     * In memory, on loopback, on a port that is free; change what differs.
     *
     * @param lib DynamoDB Local's jars, see {@link #findLib}
     */
    public static Builder builder(Path lib) {
        return new Builder(lib);
    }

    /** Where SDKs find it, the endpoint override. */
    public URI endpoint() {
        return endpoint;
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process is running. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** A new client for it; the caller closes it. */
    public DynamoDbClient newClient() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /** Ends the process and waits until it is gone; the port is free afterwards. */
    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already, or goes by force below.
        }
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** What can be chosen. */
    public static final class Builder {
        private final Path lib;
        private String host = "127.0.0.1";
        private int port;
        private @Nullable Path data;

        private Builder(Path lib) {
            this.lib = lib;
        }

        /** The address to listen on; loopback by default. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** The port to listen on; 0, the default, takes a free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Keeps the tables in this directory, created if absent; in memory by default. */
        public Builder data(Path directory) {
            data = directory;
            return this;
        }

        /**
         * Starts the process; it serves when this returns, a few seconds later.
         *
         * @throws UncheckedIOException when it cannot be started, with the end of what it printed
         */
        public DynamoDbLocal start() {
            try {
                if (data != null) {
                    Files.createDirectories(data);
                }
                Process process =
                        new ProcessBuilder(command()).redirectErrorStream(true).start();
                ProcessOutput output = new ProcessOutput(process);
                try {
                    int taken = output.awaitPort(START_LIMIT);
                    return new DynamoDbLocal(process, URI.create("http://" + host + ":" + taken));
                } catch (IOException e) {
                    end(process);
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException("DynamoDB Local: " + e.getMessage(), e);
            }
        }

        private List<String> command() {
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            List<String> command = new ArrayList<>(List.of(
                    java.toString(),
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.library.path=" + lib,
                    "-cp",
                    ownClasses() + System.getProperty("path.separator") + lib.resolve("*"),
                    DynamoDbProcess.class.getName(),
                    host,
                    Integer.toString(port),
                    "-sharedDb",
                    "-disableTelemetry"));
            command.addAll(data == null ? List.of("-inMemory") : List.of("-dbPath", data.toString()));
            return command;
        }

        private static String ownClasses() {
            return Path.of(URI.create(DynamoDbProcess.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString()))
                    .toString();
        }
    }
}
