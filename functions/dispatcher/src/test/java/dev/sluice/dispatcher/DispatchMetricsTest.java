package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.telemetry.Metrics;
import dev.sluice.telemetry.Printed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DispatchMetricsTest {

    private static List<String> lines;

    /** One invocation after another of the real handler, over the twins. */
    static final class Program {

        private final Rig rig = new Rig();
        private final Metrics metrics = new Metrics();
        private final DispatchHandler handler;

        private Program() {
            rig.listener = DispatchListener.all(rig.told, new DispatchMetrics(metrics));
            handler = new DispatchHandler(rig.ports(), "sluice-slow", metrics);
        }

        private void invoke(DispatchMessage... messages) {
            SQSEvent event = new SQSEvent();
            event.setRecords(Stream.of(messages)
                    .map(message -> {
                        SQSMessage received = new SQSMessage();
                        received.setMessageId("id");
                        received.setReceiptHandle("receipt");
                        received.setBody(DispatchMessageText.write(message));
                        received.setAttributes(Map.of("ApproximateReceiveCount", "1"));
                        return received;
                    })
                    .toList());
            handler.handleRequest(event, new InvocationContext("the-dispatcher", "request-1", Rig.AMPLE));
        }

        private void run() {
            Endpoint well = rig.endpoint();
            rig.receiver.then(200, 200, 200);
            invoke(rig.accept(well), rig.accept(well), rig.accept(well));

            Endpoint impatient = rig.endpoint(RetrySchedule.parse("5s"));
            DispatchMessage.One dying = rig.accept(impatient);
            rig.receiver.then(500);
            invoke(dying);
            rig.clock.advance(Duration.ofSeconds(5));
            rig.receiver.then(any -> new AttemptResult.Failed(AttemptResult.Kind.TIMEOUT_HEADERS, true, "late"));
            invoke(dying);
            invoke(dying); // acknowledged: nothing to publish

            rig.receiver.then(410);
            invoke(rig.accept(rig.endpoint()), rig.accept(rig.setStatus(rig.endpoint(), EndpointStatus.PAUSED)));

            Endpoint failing = rig.endpoint(RetrySchedule.parse("1h"));
            for (int i = 0; i < 5; i++) {
                rig.clock.advance(Duration.ofSeconds(1));
                rig.receiver.then(503);
                invoke(rig.accept(failing));
            }
            rig.receiver.then(_ -> {
                throw new IllegalStateException("ours");
            });
            invoke(rig.accept(rig.endpoint()));
        }

        public static void main(String[] arguments) {
            new Program().run();
        }
    }

    @BeforeAll
    static void print() throws Exception {
        lines = Printed.by(Program.class);
    }

    /** What a line publishes: everything behind the function's name. */
    private static String published(int line) {
        String name = "\"FunctionName\":\"the-dispatcher\",";
        String text = lines.get(line);
        assertThat(text)
                .startsWith("{\"level\":\"INFO\",\"event\":\"metrics\",\"_aws\":{")
                .contains(name);
        return text.substring(text.indexOf(name) + name.length(), text.length() - 1)
                .replace("\"", "");
    }

    @Test
    void aBatchIsOneLineWithTheLatencyOfEachAttempt() {
        assertThat(published(0)).isEqualTo("AttemptLatency:[0,0,0],Attempts:3,Outcomes.delivered:3");
    }

    @Test
    void aFailureIsCountedByItsClassAndByWhatFollows() {
        assertThat(published(1)).isEqualTo("AttemptLatency:0,Attempts:1,Failures.status:1,Outcomes.pending:1");
        assertThat(published(2))
                .isEqualTo(
                        "AttemptLatency:0,Attempts:1,Dead.retries_exhausted:1,Failures.timeout_headers:1,Outcomes.dead:1");
    }

    @Test
    void whatIsHeldIsCountedByItsReasonWithAnAttemptAndWithout() {
        assertThat(published(3))
                .as("behind an invocation that had nothing to publish")
                .isEqualTo("AttemptLatency:0,Attempts:1,EndpointsDisabled:1,Failures.status:1,Held.disabled:1,"
                        + "Held.paused:1,Outcomes.held:1");
    }

    @Test
    void aBreakerThatOpensIsCounted() {
        assertThat(published(8)).contains("BreakersOpened:1");
    }

    @Test
    void ourOwnFailuresAreCounted() {
        assertThat(published(9)).isEqualTo("DispatchFailures:1");
        assertThat(lines).hasSize(10);
    }
}
