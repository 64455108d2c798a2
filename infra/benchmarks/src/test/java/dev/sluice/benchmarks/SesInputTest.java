package dev.sluice.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.input.Normalizer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured is worth measuring: events, and as large as SES's own. */
class SesInputTest {

    private static final Owners OWNERS = Owners.always(new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"bounce, email.bounced", "click, email.clicked"})
    void everyFormOfADocumentIsTheSameEvent(String name, String type) throws IOException {
        SesInput input = SesInput.named(name);
        Event bare = event(input.bare());
        assertThat(bare.type()).isEqualTo(type);
        for (Event wrapped : List.of(event(input.snsHttp()), event(input.snsLambda()))) {
            assertThat(wrapped.id()).isEqualTo(bare.id());
            assertThat(wrapped.data()).isEqualTo(bare.data());
            assertThat(wrapped.source().snsMessageId()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"bounce", "click"})
    void aDocumentIsAsLongAsSesWritesThem(String name) throws IOException {
        assertThat(SesInput.named(name).bare()).hasSizeBetween(1_900, 2_300);
    }

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Median.of(List.of(3.0, 1.0, 9.0))).isEqualTo(3.0);
        assertThat(Median.of(List.of(4.0, 1.0, 9.0, 2.0))).isEqualTo(3.0);
    }

    private static Event event(byte[] input) {
        List<Outcome> outcomes = Normalizer.normalize(input, OWNERS, NOW);
        assertThat(outcomes).hasSize(1);
        return ((Outcome.Accepted) outcomes.getFirst()).event();
    }
}
