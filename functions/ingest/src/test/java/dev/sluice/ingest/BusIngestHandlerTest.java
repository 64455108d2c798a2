package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Quarantine.RejectedInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusIngestHandlerTest {

    private final Rig rig = new Rig();

    @Test
    void whatTheBusCarriesIsAnEvent() throws IOException {
        assertThat(handle(Bounces.onTheBus(1))).isEqualTo("null");

        assertThat(rig.stored()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("email.bounced");
            assertThat(event.source().envelope()).isEqualTo("eventbridge");
        });
        assertThat(rig.queue.take()).hasSize(1);
    }

    @Test
    void aDocumentOfItsOwnIsAnEvent() throws IOException {
        handle(Bounces.text(1));

        assertThat(rig.stored()).hasSize(1);
    }

    @Test
    void everyRecordHasAnOutcomeAndPoisonStopsNobody() throws IOException {
        handle(records("not JSON"));

        assertThat(rig.storedWith("message-1")).isEqualTo(1);
        assertThat(rig.storedWith("message-2")).isEqualTo(1);
        assertThat(rig.rejected()).containsExactly("invalid_json");
    }

    @Test
    void twoRecordsThatAreRejectedAreKeptApart() throws IOException {
        String head = "{ \"a\":1.0,\"Records\":[ ";
        String one = "{\"eventSource\":\"aws:s3\",\"size\":1e2}";
        String other = Bounces.inAQueue("not JSON");
        String tail = "\n], \"b\":\"\\u00fc\"}";

        handle(head + one + " , " + Bounces.inAQueue(Bounces.text(1)) + "," + other + tail);

        assertThat(rig.stored()).hasSize(1);
        assertThat(rig.quarantine.list(rig.app, null, 10)).hasSize(2);
        assertThat(rig.quarantine.kept())
                .extracting(kept -> kept.reason() + " " + new String(kept.raw(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "unsupported_input " + head + one + tail, "invalid_json " + head + other + tail);
    }

    @Test
    void anEventThatComesTwiceIsOneEvent() throws IOException {
        handle(Bounces.onTheBus(1));
        handle(Bounces.onTheBus(1));

        assertThat(rig.stored()).hasSize(1);
        assertThat(rig.queue.take()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "not JSON",
                "{}",
                "[]",
                "{\"Records\":null}",
                "{\"Records\":[]}",
                "{ \"detail-type\" : \"x\", \"source\":\"s\", \"detail\" : {\"ü\":1} }"
            })
    void whatIsRejectedIsKeptAsItCame(String payload) throws IOException {
        assertThat(handle(payload)).isEqualTo("null");

        RejectedInput kept = rig.quarantine.kept().getFirst();
        assertThat(kept.raw()).isEqualTo(payload.getBytes(StandardCharsets.UTF_8));
        assertThat(kept.door()).isEqualTo(Door.EVENTBRIDGE);
        assertThat(kept.app()).isEqualTo(rig.app);
    }

    @Test
    void bytesThatAreNoTextAreKeptAsTheyCame() throws IOException {
        byte[] bytes = {'{', (byte) 0xff, (byte) 0xc3};

        handler().handleRequest(new ByteArrayInputStream(bytes), new ByteArrayOutputStream(), Rig.CONTEXT);

        assertThat(rig.quarantine.kept().getFirst().raw()).isEqualTo(bytes);
    }

    @Test
    void whatIsNoEventBelongsToWhomItsSourceDoes() throws IOException {
        AppId ofTheSource = rig.anotherApplication();
        BusIngestHandler handler = new BusIngestHandler(rig.ingest(
                claims -> "shop".equals(claims.carrier().eventSource()) ? Optional.of(ofTheSource) : Optional.empty()));

        handle(handler, "{\"detail-type\":\"x\",\"source\":\"shop\",\"detail\":{}}");

        assertThat(rig.quarantine.kept()).extracting(RejectedInput::app).containsExactly(ofTheSource);
    }

    @Test
    void whenTheTableFailsOneTheOthersAreAcceptedAndTheFunctionFails() throws IOException {
        BusIngestHandler handler =
                new BusIngestHandler(rig.failingOnceOn(event -> event.data().contains("message-1")));
        String three = records("not JSON");

        assertThatThrownBy(() -> handle(handler, three)).hasMessage("put fails");
        assertThat(rig.stored()).hasSize(1);
        assertThat(rig.rejected()).containsExactly("invalid_json");

        handle(handler, three); // as Lambda does
        assertThat(rig.stored()).hasSize(2);
    }

    @Test
    void whatCannotBeKeptFailsTheFunction() {
        BusIngestHandler handler = new BusIngestHandler(rig.failingOnceToKeep());

        assertThatThrownBy(() -> handle(handler, "{}")).hasMessage("keep fails");
    }

    /** A bounce, this body, another bounce. */
    private static String records(String body) {
        return "{\"Records\":[" + Bounces.inAQueue(Bounces.text(1)) + "," + Bounces.inAQueue(body) + ","
                + Bounces.inAQueue(Bounces.text(2)) + "]}";
    }

    private BusIngestHandler handler() {
        return new BusIngestHandler(rig.ingest());
    }

    private String handle(String payload) throws IOException {
        return handle(handler(), payload);
    }

    private static String handle(BusIngestHandler handler, String payload) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), output, Rig.CONTEXT);
        return output.toString(StandardCharsets.UTF_8);
    }
}
