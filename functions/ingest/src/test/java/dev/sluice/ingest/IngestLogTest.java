package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.InMemoryQuarantine;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine;
import dev.sluice.intake.Intakes;
import dev.sluice.telemetry.Printed;
import dev.sluice.wake.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IngestLogTest {

    /** Something accepted, a control message, something rejected, and a quarantine that fails with the input in its message. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            SettableClock clock = new SettableClock(Samples.NOON);
            InMemoryStores stores = InMemoryStores.of(clock);
            AppId app = Samples.app();
            stores.applications().create(Samples.application(app));
            Quarantine quarantine = Faults.in(Quarantine.class, new InMemoryQuarantine(), (_, given) -> {
                Quarantine.RejectedInput input = (Quarantine.RejectedInput) given.getFirst();
                if (input.reason().equals("invalid_json")) {
                    throw new IllegalStateException("cannot keep " + input.message() + " reader@mailhost.example");
                }
            });
            Ingest ingest = new Ingest(
                    Intakes.of(
                            new Acceptor(
                                    new Subscriptions(stores.endpoints()),
                                    stores.events(),
                                    new InMemoryDispatchQueue(clock)),
                            quarantine),
                    Owners.always(app),
                    clock);
            try {
                ingest.takeAll(Stream.of(
                                Bounces.bounce(1),
                                Bounces.notification(
                                        "Successfully validated SNS topic for Amazon SES event publishing."),
                                Bounces.notification("{\"to\":\"reader@mailhost.example\"}"),
                                Bounces.notification("reader@mailhost.example is not JSON"))
                        .map(event -> new Parcel(
                                Door.SNS,
                                null,
                                event.getBytes(StandardCharsets.UTF_8),
                                new IngestLog("sns_message_id", "sns-1")))
                        .toList());
            } catch (IllegalStateException e) {
                return; // as it should
            }
            throw new AssertionError("the failure of the quarantine was swallowed");
        }
    }

    @Test
    void everyNotificationIsOneLineOfIdsAndCodes() throws Exception {
        List<String> told = new ArrayList<>();
        for (String line : Printed.by(Program.class)) {
            var fields = new ObjectMapper().readTree(line);
            told.add(fields.path("event").asText() + " " + fields.path("reason").asText());
            assertThat(fields.path("sns_message_id").textValue()).isEqualTo("sns-1");
            assertThat(line).doesNotContain("mailhost", "harbourbooks", "550");
        }
        assertThat(told)
                .containsExactly(
                        "accepted ", "control ses_topic_validated", "rejected unsupported_input", "ingest_failed ");
    }
}
