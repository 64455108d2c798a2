package dev.sluice.event.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ids and data that were written down once and must never change: an occurrence reported before and after a release is one event. Each
 * {@code NAME.json} is an input, {@code NAME.txt} the id, the source's key and the data that it became on 25 November 2026.
 */
class PinnedEventsTest {

    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00.123456Z");

    static List<Path> inputs() throws IOException, URISyntaxException {
        try (Stream<Path> files =
                Files.list(Path.of(PinnedEventsTest.class.getResource("pinned").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void theIdTheKeyAndEveryCharacterOfTheDataAreAsTheyWere(Path input) throws IOException {
        Path pinned = input.resolveSibling(input.getFileName().toString().replace(".json", ".txt"));
        Event event = event(Files.readAllBytes(input));
        assertThat(List.of(event.id().value(), event.source().key(), event.data()))
                .isEqualTo(Files.readAllLines(pinned));
    }

    private static Event event(byte[] input) {
        Outcome outcome = Normalizer.normalize(input, Owners.always(APP), NOW).getFirst();
        return ((Outcome.Accepted) outcome).event();
    }
}
