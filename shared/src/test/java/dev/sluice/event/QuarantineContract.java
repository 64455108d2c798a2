package dev.sluice.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.event.Quarantine.RejectedInput;
import java.time.Instant;
import java.util.List;
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

    /** Everything that is kept of an application, of none if null. */
    protected abstract List<RejectedInput> kept(AppId whose);

    @BeforeEach
    void open() {
        quarantine = quarantine();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 299_999, 300_000, 300_001, 600_000, 600_001, 1_000_000})
    void keepsEveryByte(int size) {
        byte[] raw = new byte[size];
        new Random(size).nextBytes(raw);

        quarantine.keep(new RejectedInput(app, "ses", "invalid_json", "line 1: ä", raw, NOW));

        List<RejectedInput> kept = kept(app);
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().raw()).isEqualTo(raw);
        assertThat(kept.getFirst())
                .usingRecursiveComparison()
                .isEqualTo(new RejectedInput(app, "ses", "invalid_json", "line 1: ä", raw, NOW));
    }

    @Test
    void keepsWhatIsNobodys() {
        quarantine.keep(new RejectedInput(null, "api", "unsupported_input", "no shape", new byte[] {1}, NOW));

        assertThat(kept(null)).hasSize(1);
        assertThat(kept(app)).isEmpty();
    }

    @Test
    void theSameBytesAtAnotherTimeAreAnotherInput() {
        byte[] raw = {1, 2, 3};

        quarantine.keep(new RejectedInput(app, "ses", "invalid_json", "no", raw, NOW));
        quarantine.keep(new RejectedInput(app, "ses", "invalid_json", "no", raw, NOW.plusMillis(1)));
        quarantine.keep(new RejectedInput(app, "ses", "invalid_json", "no", new byte[] {4}, NOW));

        assertThat(kept(app)).hasSize(3);
    }
}
