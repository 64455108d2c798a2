package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.TraceId;
import dev.sluice.event.json.Json;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.telemetry.Printed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DispatchLogTest {

    private static final Secret SECRET = Secret.generate(new Random(77));
    private static final TraceId TRACE = new TraceId("0af7651916cd43dd8448eb211c80319c");
    private static final String PERSONAL = "reader@mailhost.example";

    private static List<String> lines;

    /** Everything a dispatcher can tell of, with a secret, a body and a URL that are to be kept quiet. */
    static final class Program {

        private static final Random RANDOM = new Random(78);

        private Program() {}

        public static void main(String[] arguments) {
            Rig rig = new Rig();
            rig.listener = new DispatchLog();
            Endpoint endpoint = rig.endpoint(SigningScheme.DEFAULT, RetrySchedule.parse("5s"), SECRET);
            One retried = accept(rig, endpoint);
            rig.receiver.then(any -> new AttemptResult.Answered(
                    500, Map.of("set-cookie", PERSONAL), PERSONAL.getBytes(StandardCharsets.UTF_8), false));
            rig.isDone(retried);
            rig.clock.advance(Duration.ofSeconds(5));
            rig.receiver.then(
                    any -> new AttemptResult.Failed(AttemptResult.Kind.DNS, false, "no such host " + PERSONAL));
            rig.isDone(retried);
            rig.isDone(retried);
            rig.isDone(accept(rig, endpoint));
            rig.receiver.then(request -> {
                throw new IllegalStateException(request.url() + " " + SECRET.reveal() + " " + PERSONAL);
            });
            rig.isDone(accept(rig, endpoint));
            rig.handle(rig.receive(PERSONAL + " " + SECRET.reveal(), 1));
            rig.isDone(accept(rig, rig.setStatus(rig.endpoint(), EndpointStatus.PAUSED)));
            rig.receiver.then(410);
            rig.isDone(accept(rig, endpoint));
        }

        private static One accept(Rig rig, Endpoint endpoint) {
            Event event = Samples.event(
                    rig.app, EventId.create(rig.now(), RANDOM), rig.now(), "key", "{\"to\":\"" + PERSONAL + "\"}");
            rig.stores.events().put(event.traced(TRACE), rig.now(), List.of(endpoint.id()));
            return new One(rig.app, event.id(), endpoint.id(), 1);
        }
    }

    @BeforeAll
    static void print() throws Exception {
        lines = Printed.by(Program.class);
    }

    @Test
    void everyLineIsOneJsonObjectThatNamesItsEvent() {
        assertThat(lines).allSatisfy(line -> {
            assertThat(Json.parse(line)).isInstanceOf(Json.Parsed.Document.class);
            assertThat(line).startsWith("{\"level\":\"").contains("\",\"event\":\"");
        });
    }

    @Test
    void everythingThatHappenedIsThere() {
        assertThat(lines)
                .extracting(DispatchLogTest::summary)
                .containsExactly(
                        "WARN attempt 500 pending",
                        "WARN attempt dns dead",
                        "INFO acknowledged already_dead",
                        "INFO attempt 200 delivered",
                        "ERROR dispatch_failed",
                        "ERROR dispatch_failed",
                        "WARN held paused",
                        "WARN endpoint_disabled gone",
                        "WARN attempt 410 held disabled");
    }

    private static final Pattern TOLD =
            Pattern.compile("\"(level|event|status|failure|reason|hold|state)\":\"?([\\w]+)");

    private static String summary(String line) {
        return TOLD.matcher(line).results().map(match -> match.group(2)).collect(Collectors.joining(" "));
    }

    @Test
    void linesNameIds() {
        assertThat(lines.getFirst())
                .contains(
                        "\"application\":\"app_", "\"message\":\"msg_", "\"attempt\":1", "\"trace\":\"" + TRACE + "\"");
        assertThat(lines)
                .filteredOn(line -> line.contains("dispatch_failed"))
                .last()
                .asString()
                .contains("id-");
    }

    @Test
    void noLineHoldsASecretABodyOrAUrl() {
        String key = SECRET.reveal().substring("whsec_".length());
        assertThat(lines)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line)
                        .doesNotContain(key, "whsec_", "v1,", PERSONAL, "://", "customer.example", "kept-quiet"));
    }
}
