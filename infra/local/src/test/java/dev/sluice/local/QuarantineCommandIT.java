package dev.sluice.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.EventKey;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.EventId;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.RejectionId;
import dev.sluice.ingest.IngestHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over the real handler behind API Gateway's stand-in, and a real table. */
final class QuarantineCommandIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Surroundings world;
    private static Commands commands;

    private final Instant received =
            Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(60);

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        world = Surroundings.start();
        commands = Commands.over(world);
    }

    @AfterAll
    static void stop() throws IOException {
        commands.close();
        world.close();
    }

    @BeforeEach
    void empty() {
        assertThat(run(0, "purge", "--before", "2200-01-01T00:00:00Z")).hasSize(1);
        assertThat(run(0, "purge", "--before", "2200-01-01T00:00:00Z", "--application", app()))
                .hasSize(1);
    }

    @Test
    void listsEverythingOfEveryPageOneALine() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            ids.addFirst(keep(null, i % 2 == 0 ? "invalid_json" : "empty_input", i, "{")
                    .value());
        }

        assertThat(ids(run(0, "list"))).isEqualTo(ids);
        assertThat(ids(run(0, "list", "--reason", "empty_input"))).hasSize(115).isSubsetOf(ids);
        assertThat(run(0, "list", "--application", app())).isEmpty();
    }

    @Test
    void showsOneAndItsBytes() throws IOException {
        byte[] raw = new byte[(4 << 20) + 9];
        new Random(5).nextBytes(raw);
        RejectionId id = world.stack()
                .quarantine()
                .keep(new RejectedInput(null, Door.SQS, Map.of(), "invalid_json", "no", raw, received));
        Path file = directory.resolve("raw");

        assertThat(JSON.readTree(run(0, "show", id.value()).getFirst())
                        .path("bytes")
                        .asInt())
                .isEqualTo(raw.length);
        assertThat(run(0, "raw", id.value(), "--output", file.toString())).isEmpty();

        assertThat(Files.readAllBytes(file)).isEqualTo(raw);
    }

    @Test
    void replaysEverythingAndSaysWhatIsRejectedStill() throws IOException {
        RejectionId bad = keep(null, "invalid_json", 0, "{");
        RejectionId good = keep(null, "no_application", 1, bounce("m-1"));

        List<String> lines = run(1, "replay", "--all");

        JsonNode first = JSON.readTree(lines.get(0));
        JsonNode second = JSON.readTree(lines.get(1));
        assertThat(lines).hasSize(2);
        assertThat(first.path("id").asText()).isEqualTo(good.value());
        assertThat(second.path("id").asText()).isEqualTo(bad.value());
        assertThat(second.path("reason").asText()).isEqualTo("invalid_json");
        EventId event = new EventId(first.at("/outcomes/0/event").asText());
        assertThat(world.stack().events().find(new EventKey(world.app(), event)))
                .isPresent();
        assertThat(ids(run(0, "list"))).containsExactly(bad.value());
    }

    @Test
    void replaysThoseOfAReasonAndThoseThatAreNamed() {
        keep(null, "invalid_json", 0, "{");
        keep(null, "no_application", 1, bounce("m-2"));
        String named = keep(world.app(), "unsupported_input", 2, bounce("m-3")).value();

        assertThat(run(0, "replay", "--all", "--reason", "no_application")).hasSize(1);
        assertThat(run(0, "replay", named, "--application", app())).hasSize(1);

        assertThat(run(1, "replay", named)).singleElement().asString().contains("\"reason\":\"not_found\"");
        assertThat(run(0, "list")).hasSize(1);
    }

    @Test
    void aRecordIsReplayedWithoutThoseThatCameWithIt() throws IOException {
        Map<String, String> nobodys = new HashMap<>(world.environment());
        nobodys.remove("SLUICE_SES_APPLICATION");
        String event = "{\"Records\":[" + record("m-4") + "," + record("m-5") + "]}";
        new IngestHandler(nobodys)
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(UTF_8)),
                        new ByteArrayOutputStream(),
                        new InvocationContext("ingest", "request-1", Duration.ofSeconds(30)));
        List<String> kept = ids(run(0, "list", "--reason", "no_application"));
        assertThat(kept).hasSize(2);
        Path file = directory.resolve("raw");
        run(0, "raw", kept.getFirst(), "--output", file.toString());

        JsonNode replayed = JSON.readTree(run(0, "replay", kept.getFirst()).getFirst());

        assertThat(replayed.path("outcomes")).hasSize(1);
        EventId stored = new EventId(replayed.at("/outcomes/0/event").asText());
        String data = world.stack()
                .events()
                .find(new EventKey(world.app(), stored))
                .orElseThrow()
                .event()
                .data();
        String own = JSON.readTree(data).path("message_id").asText();
        assertThat(Files.readString(file)).isEqualTo("{\"Records\":[" + record(own) + "]}");
        assertThat(ids(run(0, "list"))).containsExactly(kept.getLast());
    }

    @Test
    void purgesWhatWasReceivedBeforeATime() {
        keep(null, "invalid_json", 0, "{");
        String kept = keep(null, "invalid_json", 5, "{").value();

        assertThat(run(0, "purge", "--before", received.plusMillis(5).toString()))
                .containsExactly("{\"deleted\":1}");

        assertThat(ids(run(0, "list"))).containsExactly(kept);
    }

    @Test
    void saysWhatIsWrongAndNeverTheKey() {
        assertThat(run(2, "purge")).isEmpty();
        assertThat(commands.err()).contains("--before");
        assertThat(run(2, "purge", "--before", "yesterday")).isEmpty();
        assertThat(commands.err()).contains("yesterday is no time").doesNotContain(Commands.ADMIN_KEY);
        assertThat(run(2, "purge", "--before", "2026-02-31T12:00:00Z")).isEmpty();
        assertThat(commands.err()).contains("400", "before is not a time").doesNotContain(Commands.ADMIN_KEY);
        assertThat(run(2, "replay")).isEmpty();
        assertThat(run(2, "replay", "rej_1", "--all")).isEmpty();
        assertThat(run(2, "replay", "../keys")).isEmpty();
        assertThat(commands.err()).contains("no id of a quarantined input");
        assertThat(run(1, "show", "rej_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")).isEmpty();
        assertThat(run(1, "raw", "rej_7ZZZZZZZZZZZZZZZZZZZZZZZZZ")).isEmpty();
        assertThat(commands.err()).contains("there is no such quarantined input (404 not_found)");
        assertThat(commands.call(2, "quarantine", "list", "--url", "http://127.0.0.1:1", "--key", Commands.ADMIN_KEY))
                .isEmpty();
        assertThat(commands.err()).contains("127.0.0.1:1").doesNotContain(Commands.ADMIN_KEY);
        assertThat(commands.call(2, "quarantine", "list", "--key", "")).isEmpty();
        assertThat(commands.err()).contains("SLUICE_KEY");
    }

    private static List<String> run(int status, String... arguments) {
        return commands.run(
                status,
                Stream.concat(Stream.of("quarantine"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static List<String> ids(List<String> lines) {
        return Commands.column(lines, "id");
    }

    private static String app() {
        return world.app().value();
    }

    private RejectionId keep(AppId app, String reason, int millis, String raw) {
        return world.stack()
                .quarantine()
                .keep(new RejectedInput(
                        app, Door.SQS, Map.of(), reason, "no", raw.getBytes(UTF_8), received.plusMillis(millis)));
    }

    /** A bounce as SNS hands it to a function. */
    private static String record(String messageId) {
        return JSON.createObjectNode()
                .set("Sns", JSON.createObjectNode().put("Message", bounce(messageId)))
                .toString();
    }

    private static String bounce(String messageId) {
        return """
                {"eventType":"Bounce","bounce":{"feedbackId":"f-1","bounceType":"Permanent","bounceSubType":"General",
                "timestamp":"2026-03-02T11:59:58.481Z","bouncedRecipients":[{"emailAddress":"reader@mailhost.example"}]},
                "mail":{"timestamp":"2026-03-02T11:59:57.957Z","messageId":"%s","destination":["reader@mailhost.example"]}}
                """.formatted(messageId);
    }
}
