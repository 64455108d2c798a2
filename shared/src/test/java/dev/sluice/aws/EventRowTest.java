package dev.sluice.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.TraceId;
import dev.sluice.event.input.Normalizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRowTest {

    private static final AppId APP = Samples.app();
    private static final TraceId TRACE = new TraceId("0af7651916cd43dd8448eb211c80319c");

    static Stream<Path> reports() throws IOException {
        return Files.list(Path.of("src/test/resources/dev/sluice/event/ses"))
                .filter(file -> file.toString().endsWith(".json"))
                .sorted();
    }

    /** Write units of an event's row, which one endpoint wants. */
    private static int units(Event event) {
        AcceptedEvent accepted = AcceptedEvent.of(event, Samples.NOON, List.of(Samples.endpointId()));
        return Math.ceilDiv(EventRow.write(accepted, null, Samples.NOON).bytes(), 1024);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aTraceIdCostsNoWriteUnitOfWhatSesReports(Path file) throws IOException {
        JsonNode document = new ObjectMapper().readTree(file.toFile()).path("document");
        byte[] report = document.toString().getBytes(UTF_8);
        Outcome outcome =
                Normalizer.normalize(report, Owners.always(APP), Samples.NOON).getFirst();
        Event event = ((Outcome.Accepted) outcome).event();

        assertThat(units(event.traced(TRACE))).isEqualTo(units(event));
    }

    @Test
    void itIsSeventeenBytes() {
        Event event = Samples.event(APP, Samples.NOON);
        AcceptedEvent without = AcceptedEvent.of(event, Samples.NOON, List.of());
        AcceptedEvent with = AcceptedEvent.of(event.traced(TRACE), Samples.NOON, List.of());

        assertThat(EventRow.write(with, null, Samples.NOON).bytes()
                        - EventRow.write(without, null, Samples.NOON).bytes())
                .isEqualTo(17);
    }
}
