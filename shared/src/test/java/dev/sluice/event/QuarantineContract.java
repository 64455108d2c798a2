package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Quarantine.Kept;
import dev.sluice.event.Quarantine.RejectedInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Quarantine} does. */
public abstract class QuarantineContract {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00.250Z");

    private final AppId app = AppId.create(NOW.toEpochMilli(), new Random(9));
    private Quarantine quarantine;

    protected abstract Quarantine quarantine();

    @BeforeEach
    void open() {
        quarantine = quarantine();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 299_999, 300_000, 300_001, 600_000, 600_001, 1_000_000})
    void keepsEveryByte(int size) {
        byte[] raw = new byte[size];
        new Random(size).nextBytes(raw);
        Map<String, String> context = Map.of("source", "src_1");

        RejectionId id =
                quarantine.keep(new RejectedInput(app, Door.SOURCE, context, "invalid_json", "line 1: ä", raw, NOW));

        assertThat(quarantine.raw(app, id))
                .hasValueSatisfying(kept -> assertThat(kept).isEqualTo(raw));
        assertThat(quarantine.find(app, id))
                .contains(new Kept(id, app, Door.SOURCE, context, "invalid_json", "line 1: ä", size, NOW, null));
    }

    @Test
    void keepsWhatIsNobodys() {
        RejectionId id = quarantine.keep(input(null, NOW, 1));

        assertThat(quarantine.find(null, id)).isPresent();
        assertThat(quarantine.find(app, id)).isEmpty();
        assertThat(quarantine.raw(app, id)).isEmpty();
        assertThat(quarantine.list(null, null, 10)).extracting(Kept::id).containsExactly(id);
        assertThat(quarantine.list(app, null, 10)).isEmpty();
    }

    @Test
    void theSameBytesAtAnotherTimeAreAnotherInputAndAtTheSameTimeTheSame() {
        quarantine.keep(input(app, NOW, 1));
        quarantine.keep(input(app, NOW, 1));
        quarantine.keep(input(app, NOW.plusMillis(1), 1));
        quarantine.keep(input(app, NOW, 4));

        assertThat(quarantine.list(app, null, 10)).hasSize(3);
    }

    @Test
    void theSameBytesFromTwoSourcesInOneMillisecondAreTwoInputs() {
        byte[] raw = {1, 2, 3};
        for (String source : List.of("src_1", "src_2")) {
            quarantine.keep(
                    new RejectedInput(app, Door.SOURCE, Map.of("source", source), "invalid_json", "no", raw, NOW));
        }

        assertThat(quarantine.list(app, null, 10))
                .extracting(kept -> kept.context().get("source"))
                .containsExactlyInAnyOrder("src_1", "src_2");
    }

    @Test
    void listsNewestFirstAndGoesOnBehindTheLastSeen() {
        List<RejectionId> ids = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            ids.addFirst(quarantine.keep(input(app, NOW.plusMillis(i), i)));
        }

        List<RejectionId> first =
                quarantine.list(app, null, 20).stream().map(Kept::id).toList();
        List<RejectionId> rest =
                quarantine.list(app, first.getLast(), 30).stream().map(Kept::id).toList();

        assertThat(first).isEqualTo(ids.subList(0, 20));
        assertThat(rest).isEqualTo(ids.subList(20, 45));
    }

    @Test
    void notesThatItIsRejectedStill() {
        RejectionId id = quarantine.keep(input(app, NOW, 1));

        quarantine.rejectedAgain(app, id, "ses_missing_type", "no type", NOW.plusSeconds(5));

        assertThat(quarantine.find(app, id)).hasValueSatisfying(kept -> {
            assertThat(kept.reason()).isEqualTo("ses_missing_type");
            assertThat(kept.message()).isEqualTo("no type");
            assertThat(kept.replayedAt()).isEqualTo(NOW.plusSeconds(5));
            assertThat(kept.receivedAt()).isEqualTo(NOW);
        });
        quarantine.delete(app, id);
        quarantine.rejectedAgain(app, id, "ses_missing_type", "no type", NOW);
        assertThat(quarantine.find(app, id)).isEmpty();
    }

    @Test
    void deletesOneWithAllItsBytes() {
        byte[] raw = new byte[700_000];
        RejectionId id = quarantine.keep(new RejectedInput(app, Door.SNS, Map.of(), "invalid_json", "no", raw, NOW));
        RejectionId other = quarantine.keep(input(app, NOW, 2));

        assertThat(quarantine.delete(null, id)).isFalse();
        assertThat(quarantine.delete(app, id)).isTrue();
        assertThat(quarantine.delete(app, id)).isFalse();
        assertThat(quarantine.raw(app, id)).isEmpty();
        assertThat(quarantine.list(app, null, 10)).extracting(Kept::id).containsExactly(other);
    }

    private static RejectedInput input(AppId app, Instant at, int content) {
        return new RejectedInput(app, Door.SNS, Map.of(), "invalid_json", "no", new byte[] {(byte) content}, at);
    }
}
