package dev.sluice.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine.Kept;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.input.Normalizer;
import dev.sluice.telemetry.Printed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestHandlerTest {

    private static final String TOPIC_TEST = "Successfully validated SNS topic for Amazon SES event publishing.";

    /** As a receipt rule of SES invokes a function, which is not what ours are for. */
    private static final String SES_INBOUND =
            "{\"eventSource\":\"aws:ses\",\"eventVersion\":\"1.0\",\"ses\":{\"mail\":{\"messageId\":\"inbound-1\"}}}";

    private final Rig rig = new Rig();

    @Test
    void everyRecordIsANotification() throws IOException {
        assertThat(handle(Bounces.records(Bounces.record(Bounces.text(1)), Bounces.record(Bounces.text(2)))))
                .isEqualTo("null");

        assertThat(rig.stores.events().all()).hasSize(2).allSatisfy(event -> {
            assertThat(event.event().type()).isEqualTo("email.bounced");
            assertThat(event.event().source().envelope()).isEqualTo("sns-lambda");
            assertThat(event.event().source().snsMessageId()).isEqualTo("sns-1");
            assertThat(event.acceptedAt()).isEqualTo(Samples.NOON);
        });
        assertThat(rig.quarantine.kept()).isEmpty();
    }

    @Test
    void whatIsRejectedIsKeptWithEveryByteOfItsRecord() throws IOException {
        String event = " { \"Records\" : [ "
                + Bounces.record("{}")
                        .replace(
                                "\"MessageAttributes\":{}",
                                "\"MessageAttributes\" : {\"AWS.SNS.MOBILE\\u002E\":{\"Type\":\"String\",\"Value\":\"\\u00fc ü\"}},"
                                        + "\"Signature\":\"c2ln\",\"of_tomorrow\":1.50e0")
                + " ] } \n";

        handle(event);

        assertThat(onlyKept().raw()).isEqualTo(event.getBytes(UTF_8));
        assertThat(onlyKept().door()).isEqualTo(Door.SNS);
        assertThat(onlyKept().app()).isEqualTo(rig.app);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "Hello",
                "{\"hello\":",
                "{}",
                "{\"Records\":[]}",
                "{\"Records\":null}",
                "{\"Records\":[null]}",
                "{\"Records\":[{\"Sns\":null}]}",
                "{\"Records\":[{\"Sns\":{}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}"
            })
    void whatIsNoNotificationIsKeptAsItCame(String payload) throws IOException {
        assertThat(handle(payload)).isEqualTo("null");

        assertThat(onlyKept().raw()).isEqualTo(payload.getBytes(UTF_8));
        assertThat(onlyKept().door()).isEqualTo(Door.SNS);
        assertThat(Normalizer.normalize(onlyKept().raw(), Owners.always(rig.app), Samples.NOON))
                .containsExactly(
                        new Outcome.Rejected(onlyKept().reason(), onlyKept().message()));
    }

    @Test
    void bytesThatAreNoTextAreKeptAsTheyCame() throws IOException {
        byte[] bytes = {'{', (byte) 0xff, (byte) 0xc3};

        new IngestHandler(rig.ingest())
                .handleRequest(new ByteArrayInputStream(bytes), new ByteArrayOutputStream(), Rig.CONTEXT);

        assertThat(onlyKept().raw()).isEqualTo(bytes);
    }

    @Test
    void aMailThatCameInIsAcknowledged() throws IOException {
        assertThat(handle(Bounces.records(SES_INBOUND))).isEqualTo("null");

        assertThat(rig.stored()).isEmpty();
        assertThat(rig.quarantine.kept()).isEmpty();
    }

    @Test
    void aTimeThatIsNoneFailsNobody() throws IOException {
        String undated = Bounces.undated(1);
        String timeless = undated.substring("{\"Records\":[".length(), undated.length() - "]}".length())
                .replace(Samples.NOON.toString(), "at noon");

        assertThat(handle(Bounces.records(timeless, Bounces.record(Bounces.text(2)))))
                .isEqualTo("null");

        assertThat(rig.quarantine.kept()).isEmpty();
        assertThat(rig.storedWith("message-1")).isEqualTo(1);
        assertThat(rig.storedWith("message-2")).isEqualTo(1);
        assertThat(rig.stored())
                .filteredOn(event -> event.data().contains("message-1"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.data()).contains("\"timestamp_source\":\"received\"");
                    assertThat(event.createdAt()).isEqualTo(rig.clock.instant());
                });
    }

    @Test
    void twoRecordsThatAreRejectedAreKeptApart() throws IOException {
        handle(Bounces.records(
                Bounces.record("not JSON"),
                Bounces.record(Bounces.text(1)),
                SES_INBOUND,
                Bounces.record("{\"eventType\":\"Bounce\",\"mail\":{}}")));

        assertThat(rig.stored()).hasSize(1);
        assertThat(rig.quarantine.list(rig.app, null, 10))
                .extracting(Kept::reason)
                .containsExactlyInAnyOrder("invalid_json", "ses_missing_message_id");
        assertThat(rig.quarantine.kept())
                .extracting(kept -> new String(kept.raw(), UTF_8))
                .containsExactlyInAnyOrder(
                        Bounces.notification("not JSON"),
                        Bounces.notification("{\"eventType\":\"Bounce\",\"mail\":{}}"));
    }

    @Test
    void eachRecordBelongsToWhomItsTopicDoes() throws IOException {
        AppId one = Samples.app();
        AppId other = Samples.app();
        rig.stores.applications().create(Samples.application(one));
        rig.stores.applications().create(Samples.application(other));
        IngestHandler handler = new IngestHandler(rig.ingest(
                claims -> Optional.of(Bounces.TOPIC.equals(claims.carrier().topicArn()) ? one : other)));

        handle(
                handler,
                Bounces.records(
                        Bounces.record("no event"),
                        Bounces.record("no event either").replace(Bounces.TOPIC, "another topic")));

        assertThat(rig.quarantine.list(one, null, 10)).hasSize(1);
        assertThat(rig.quarantine.list(other, null, 10)).hasSize(1);
    }

    @Test
    void whatTheTableFailsOnFailsTheFunctionAfterTheOthers() throws IOException {
        IngestHandler handler =
                new IngestHandler(rig.failingOnceOn(event -> event.data().contains("message-1")));
        String two = Bounces.records(Bounces.record(Bounces.text(1)), Bounces.record(Bounces.text(2)));

        assertThatThrownBy(() -> handle(handler, two)).hasMessage("put fails");
        assertThat(rig.storedWith("message-2")).isEqualTo(1);

        assertThat(handle(handler, two)).isEqualTo("null"); // as Lambda does
        assertThat(rig.stored()).hasSize(2);
    }

    /** Prints a line for each record. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            IngestHandler handler = new IngestHandler(new Rig().ingest());
            handle(
                    handler,
                    Bounces.records(
                            Bounces.record(Bounces.text(1)).replace("sns-1", "sns-2"),
                            Bounces.record(TOPIC_TEST),
                            SES_INBOUND,
                            Bounces.record("x").replace("sns-1", "i".repeat(1_000)),
                            "{\"Sns\":{\"Message\":\"\"}}",
                            "{\"Sns\":7}"));
            handle(handler, "[]");
        }
    }

    @Test
    void everyRecordIsToldOfByItsOwnId() throws Exception {
        List<String> told = new ArrayList<>();
        for (String line : Printed.by(Program.class)) {
            var fields = new ObjectMapper().readTree(line);
            told.add(String.join(
                    " ",
                    fields.path("event").asText(),
                    fields.path("reason").asText(),
                    fields.path("sns_message_id").asText(),
                    fields.path("request_id").asText()));
        }
        assertThat(told)
                .containsExactly(
                        "accepted  sns-2 ",
                        "control ses_topic_validated sns-1 ",
                        "control ses_inbound_unsupported  request-1",
                        "rejected invalid_envelope " + "i".repeat(100) + "… ",
                        "rejected empty_input  ",
                        "rejected invalid_envelope  ",
                        "rejected unsupported_input  request-1");
    }

    private RejectedInput onlyKept() {
        assertThat(rig.quarantine.kept()).hasSize(1);
        return rig.quarantine.kept().getFirst();
    }

    private String handle(String payload) throws IOException {
        return handle(new IngestHandler(rig.ingest()), payload);
    }

    private static String handle(IngestHandler handler, String payload) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), output, Rig.CONTEXT);
        return output.toString(UTF_8);
    }
}
