package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.EventKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about deliveries and endpoints over the real handler, and a real table. Nothing delivers: what is sent waits. */
final class DeadCommandIT {

    private static final Cause ERROR = new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500);
    private static final Cause MISSING = new Cause(Cause.Reason.CLIENT_ERROR, "status", 404);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static Surroundings world;
    private static Commands commands;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private AppId app;
    private EndpointId endpoint;

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
    void beginAnew() {
        try (ApiClient client = commands.client()) {
            app = new AppId(client.create("/v1/applications", Map.of("name", "test"))
                    .path("id")
                    .textValue());
            endpoint = new EndpointId(client.create(
                            "/v1/endpoints?application=" + app,
                            Map.of("url", world.receiver().uri("/hook").toString()))
                    .path("id")
                    .textValue());
        }
    }

    @Test
    void countsByCauseTheMostFirst() {
        dead(ERROR, 60);
        dead(MISSING, 50);
        dead(MISSING, 40);

        List<String> lines = run(0, "dead", "causes");

        assertThat(Commands.column(lines, "count")).containsExactly("2", "1");
        assertThat(Commands.json(lines.getFirst()).at("/cause/status").asInt()).isEqualTo(404);
        assertThat(Commands.column(run(0, "dead-letters", "causes", "--status", "500"), "count"))
                .containsExactly("1");
        assertThat(run(0, "dead", "causes", "--since", "45s")).hasSize(1);
        assertThat(run(0, "dead", "causes", "--until", now.minusSeconds(50).toString()))
                .hasSize(1);
    }

    @Test
    void listsAndRedrivesEachOfEveryPageAndSaysHowFarItIs() {
        List<String> dead = new ArrayList<>();
        for (int i = 0; i < 1_010; i++) {
            dead.add(dead(ERROR, 60).key().id().toString());
        }

        assertThat(Commands.column(run(0, "dead", "list", "--endpoint", endpoint.value()), "id"))
                .containsExactlyInAnyOrderElementsOf(dead);
        assertThat(run(0, "dead", "redrive", "--endpoint", endpoint.value()))
                .containsExactly("{\"dry_run\":false,\"matched\":1010,\"redriven\":1010,\"payload_expired\":0}");

        assertThat(commands.err().lines())
                .containsExactly("sluice: so far matched 1000, redriven 1000, payload_expired 0");
        assertThat(run(0, "dead", "list")).isEmpty();
    }

    @Test
    void saysThatNothingGoesToAnEndpointThatIsPaused() {
        dead(ERROR, 60);
        String standing =
                "sluice: " + endpoint + " is paused: nothing goes to it before sluice endpoints activate " + endpoint;
        run(0, "dead", "redrive", "--endpoint", endpoint.value(), "--dry-run");
        assertThat(commands.err()).isEmpty();
        try (ApiClient client = commands.client()) {
            client.change(ApiPath.ENDPOINT.of(endpoint.value()) + "?application=" + app, Map.of("status", "paused"));
        }

        run(0, "dead", "redrive", "--endpoint", endpoint.value());
        assertThat(commands.err().lines()).containsExactly(standing);
        run(0, "recover", endpoint.value(), "--since", "1h");
        assertThat(commands.err().lines()).containsExactly(standing);
    }

    @Test
    void redrivesNothingThatIsNotMeantAndNothingInADryRun() {
        Delivery error = dead(ERROR, 60);
        dead(MISSING, 50);

        assertThat(run(0, "dead", "redrive", "--all", "--dry-run"))
                .containsExactly("{\"dry_run\":true,\"matched\":2,\"redriven\":0,\"payload_expired\":0}");
        assertThat(run(0, "dead", "redrive", "--reason", "retries_exhausted"))
                .containsExactly("{\"dry_run\":false,\"matched\":1,\"redriven\":1,\"payload_expired\":0}");

        assertThat(state(error)).isEqualTo("held");
        assertThat(run(0, "held", "list", endpoint.value()))
                .singleElement()
                .asString()
                .contains("\"reason\":\"redrive\",\"count\":1");
        assertThat(run(0, "held", "cancel", endpoint.value(), "--reason", "redrive"))
                .containsExactly("{\"canceled\":1}");
        assertThat(state(error)).isEqualTo("dead");
    }

    @Test
    void redrivesThoseThatAreNamedALineEach() {
        Delivery dead = dead(ERROR, 60);
        String unknown = "msg_" + "0".repeat(26) + "_" + endpoint.bare();

        List<String> lines = run(1, "dead", "redrive", unknown, dead.key().id().toString());

        assertThat(lines.getFirst()).contains("\"id\":\"" + unknown + "\",\"reason\":\"not_found\"");
        assertThat(Commands.json(lines.getLast()).path("hold_reason").asText()).isEqualTo("redrive");
    }

    @Test
    void whatHasNoEventAnyMoreEndsItWithOne() {
        written(null, first(new EventKey(app, EventId.create(now, RANDOM))).dead(ERROR, now));

        assertThat(run(1, "dead", "redrive", "--all"))
                .containsExactly("{\"dry_run\":false,\"matched\":1,\"redriven\":0,\"payload_expired\":1}");
    }

    @Test
    void purgesWhatDiedBeforeATime() {
        dead(ERROR, 60);
        dead(ERROR, 7_300);
        dead(MISSING, 7_300);

        assertThat(run(0, "dead", "purge", "--before", "2h", "--dry-run"))
                .containsExactly("{\"dry_run\":true,\"matched\":2}");
        assertThat(run(0, "dead", "purge", "--before", "2h", "--status", "404"))
                .containsExactly("{\"dry_run\":false,\"purged\":1}");
        assertThat(run(0, "dead", "list")).hasSize(2);
    }

    @Test
    void replaysAnEventAndADelivery() {
        EventId event = event();
        Delivery dead = dead(event, ERROR, 60);

        assertThat(run(0, "replay", event.value(), "--dry-run"))
                .containsExactly("{\"dry_run\":true,\"matched\":1,\"replayed\":0,\"open\":0}");
        assertThat(run(0, "replay", event.value(), "--endpoint", endpoint.value()))
                .containsExactly("{\"dry_run\":false,\"matched\":1,\"replayed\":1,\"open\":0}");
        assertThat(run(0, "replay", event.value()))
                .containsExactly("{\"dry_run\":false,\"matched\":0,\"replayed\":0,\"open\":1}");
        assertThat(run(0, "deliveries", "cancel", dead.key().id().toString()))
                .singleElement()
                .asString()
                .contains("\"cancel_reason\":\"request\"");
        assertThat(run(0, "replay", dead.key().id().toString()))
                .singleElement()
                .asString()
                .contains("\"hold_reason\":\"replay\"");
    }

    @Test
    void recoversWhatWasMissedOrAll() {
        dead(event(), ERROR, 60);
        Delivery canceled = first(new EventKey(app, event())).canceled("request", now);
        written(null, canceled);

        assertThat(run(0, "recover", endpoint.value(), "--since", "1h", "--dry-run"))
                .containsExactly("{\"dry_run\":true,\"matched\":2,\"recovered\":0,\"open\":0}");
        assertThat(run(0, "recover", endpoint.value(), "--since", "1h", "--no-missing-only", "--dry-run"))
                .containsExactly("{\"dry_run\":true,\"matched\":2,\"recovered\":0,\"open\":0}");
        assertThat(run(0, "recover", endpoint.value(), "--since", "1h", "--until", "59m"))
                .containsExactly("{\"dry_run\":false,\"matched\":0,\"recovered\":0,\"open\":0}");
        assertThat(run(0, "recover", endpoint.value(), "--since", "1h", "--missing-only"))
                .containsExactly("{\"dry_run\":false,\"matched\":2,\"recovered\":2,\"open\":0}");
    }

    @Test
    void showsAndCancelsDeliveries() {
        Delivery open = first(new EventKey(app, event()));
        Delivery dead = dead(ERROR, 60);

        assertThat(Commands.column(
                        run(
                                0,
                                "deliveries",
                                "show",
                                open.key().id().toString(),
                                dead.key().id().toString()),
                        "state"))
                .containsExactly("pending", "dead");
        assertThat(run(
                        1,
                        "deliveries",
                        "cancel",
                        open.key().id().toString(),
                        dead.key().id().toString()))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"state\":\"canceled\""),
                        line -> assertThat(line)
                                .contains(
                                        "\"reason\":\"delivery_final\",\"message\":\"the delivery is dead already\""));
    }

    @Test
    void sendsATestAndSaysThatNothingCameOfItYet() {
        assertThat(Commands.column(run(0, "endpoints", "list"), "id")).containsExactly(endpoint.value());

        List<String> lines = run(1, "endpoints", "test", endpoint.value(), "--wait", "0", "--data", "{\"price\":1.10}");

        JsonNode line = Commands.json(lines.getFirst());
        assertThat(line.path("outcome").asText()).isEqualTo("pending");
        EventKey event = new EventKey(app, new EventId(line.path("event").asText()));
        assertThat(world.stack().events().find(event).orElseThrow().event().data())
                .isEqualTo("{\"price\":1.10}");
        assertThat(commands.err()).contains("nothing has come of it yet");
    }

    @Test
    void aTestThatIsRefusedSaysWhy() {
        try (ApiClient client = commands.client()) {
            client.change("/v1/endpoints/" + endpoint + "?application=" + app, Map.of("status", "paused"));
        }

        assertThat(run(1, "endpoints", "test", endpoint.value()))
                .containsExactly("{\"id\":\"" + endpoint
                        + "\",\"reason\":\"paused\",\"message\":\"the endpoint is paused: it is "
                        + "sent nothing\",\"outcome\":\"refused\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead",
                "dead redrive",
                "dead redrive --all --status 500",
                "dead redrive msg_1 --dry-run",
                "dead redrive evt_1",
                "dead purge",
                "dead causes --status many",
                "dead causes --reason nonsense",
                "dead causes --since yesterday",
                "held cancel ep_1",
                "held cancel ep_1 --reason breaker",
                "replay",
                "replay ep_1",
                "replay msg_1 --dry-run",
                "recover ep_1",
                "deliveries cancel",
                "endpoints test ../keys",
                "endpoints test ep_1 --data []",
            })
    void endsWithTwoOnWrongUsage(String command) {
        assertThat(run(2, command.split(" ", -1))).isEmpty();
        assertThat(commands.err()).isNotEmpty().doesNotContain(Commands.ADMIN_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dead redrive", "dead redrive --all --status 500", "dead purge", "dead"})
    void saysHowTheCommandThatWasMisusedIsUsed(String command) {
        run(2, command.split(" ", -1));

        String name = command.replaceAll(" --.*", "");
        assertThat(commands.err()).containsPattern("Usage: sluice " + name + " (COMMAND|\\[)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead causes --endpoint ep_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "held list ep_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "replay evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "explain evt_7ZZZZZZZZZZZZZZZZZZZZZZZZZ",
                "recover ep_7ZZZZZZZZZZZZZZZZZZZZZZZZZ --since 1h",
            })
    void endsWithOneOnWhatIsNotThere(String command) {
        assertThat(run(1, command.split(" ", -1))).isEmpty();
        assertThat(commands.err()).startsWith("sluice: there is no such ").contains("(404 not_found)");
    }

    private List<String> run(int status, String... arguments) {
        return commands.run(
                status,
                Stream.concat(Stream.of(arguments), Stream.of("--application", app.value()))
                        .toArray(String[]::new));
    }

    private static String state(Delivery delivery) {
        return world.stack()
                .deliveries()
                .read(List.of(delivery.key()))
                .get(delivery.key())
                .status()
                .code();
    }

    private Delivery dead(Cause cause, int secondsAgo) {
        return dead(event(), cause, secondsAgo);
    }

    private Delivery dead(EventId event, Cause cause, int secondsAgo) {
        return written(null, first(new EventKey(app, event)).dead(cause, now.minusSeconds(secondsAgo)));
    }

    /** An event that was accepted half an hour ago. */
    private EventId event() {
        Instant accepted = now.minus(Duration.ofMinutes(30));
        EventId id = EventId.create(accepted, RANDOM);
        world.put(app, id, accepted, List.of(endpoint));
        return id;
    }

    private Delivery first(EventKey event) {
        Instant accepted = now.minus(Duration.ofMinutes(30));
        AcceptedEvent stored = world.stack()
                .events()
                .find(event)
                .orElseGet(
                        () -> AcceptedEvent.of(Surroundings.event(app, event.event(), accepted), accepted, List.of()));
        return Delivery.first(DeliveryKey.of(app, event.event(), endpoint), 1, stored, accepted);
    }

    private Delivery written(Delivery before, Delivery after) {
        world.stack().deadStore().note(app, endpoint, now);
        assertThat(world.stack().deliveries().write(before, after)).isTrue();
        return after;
    }
}
