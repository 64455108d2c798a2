package dev.sluice.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.ApiHandler;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.gateway.HttpApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line over the real handler behind API Gateway's stand-in, as an admin. */
final class Commands implements AutoCloseable {

    static final String ADMIN_KEY = "an-admin-key-of-more-than-32-characters";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpApi api;
    private String err = "";

    private Commands(HttpApi api) {
        this.api = api;
    }

    static Commands over(Surroundings world) throws IOException {
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.put("SLUICE_ADMIN_KEY", ADMIN_KEY);
        return new Commands(HttpApi.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new LambdaFunction<>("api", Duration.ofSeconds(30), new ApiHandler(environment)),
                InstantSource.system()));
    }

    ApiClient client() {
        return new ApiClient(api.uri(), ADMIN_KEY, null);
    }

    /** The lines that a command prints when it asks this API, and ends with this status. */
    List<String> run(int status, String... arguments) {
        return call(
                status,
                Stream.concat(Stream.of(arguments), Stream.of("--url", api.uri().toString(), "--key", ADMIN_KEY))
                        .toArray(String[]::new));
    }

    /** The same, asking whatever API the arguments say. */
    List<String> call(int status, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream failures = new ByteArrayOutputStream();
        int ended = Sluice.run(new PrintStream(out, true, UTF_8), new PrintStream(failures, true, UTF_8), arguments);
        err = failures.toString(UTF_8);
        assertThat(ended).as(err).isEqualTo(status);
        return out.toString(UTF_8).lines().toList();
    }

    /** What the last command printed on standard error. */
    String err() {
        return err;
    }

    /** One field of each line. */
    static List<String> column(List<String> lines, String name) {
        return lines.stream()
                .map(Commands::json)
                .map(line -> line.path(name).asText())
                .toList();
    }

    static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
