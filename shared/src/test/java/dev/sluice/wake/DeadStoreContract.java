package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.DeadStore.Cleaning;
import dev.sluice.wake.DeadStore.Noted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeadStore} does. */
public abstract class DeadStoreContract {

    private static final Instant NOW = Samples.NOON;

    private final AppId app = Samples.app();
    private final List<EndpointId> endpoints = Samples.endpointIds(20);
    private final EndpointId endpoint = endpoints.getFirst();
    private DeadStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(InstantSource.fixed(NOW)).dead();
    }

    @Test
    void whatIsNotedIsItsApplicationsAlone() {
        AppId other = Samples.app();
        endpoints.reversed().forEach(id -> store.note(app, id, NOW));
        store.note(other, endpoint, NOW);

        assertThat(store.of(app)).extracting(Noted::endpoint).containsExactlyElementsOf(endpoints);
        assertThat(store.of(other)).containsExactly(new Noted(other, endpoint, NOW, 0, null));
        assertThat(store.of(Samples.app())).isEmpty();
        assertThat(store.all()).hasSize(21);
    }

    @Test
    void theLastNoteCounts() {
        store.note(app, endpoint, NOW.plusSeconds(2));
        store.note(app, endpoint, NOW);

        assertThat(only().at()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void aCountIsKeptWithTheNoteThatCameMeanwhile() {
        store.note(app, endpoint, NOW);
        Noted read = only();
        store.note(app, endpoint, NOW.plusSeconds(1));

        store.counted(read, 7, NOW.plusSeconds(2));

        assertThat(only()).isEqualTo(new Noted(app, endpoint, NOW.plusSeconds(1), 7, NOW.plusSeconds(2)));
        store.note(app, endpoint, NOW.plusSeconds(3));
        assertThat(only().count()).isEqualTo(7);
    }

    @Test
    void whatWasNotedMeanwhileIsNotForgotten() {
        store.note(app, endpoint, NOW);
        Noted read = only();
        store.note(app, endpoint, NOW.plusSeconds(1));

        store.forget(read);
        assertThat(store.all()).hasSize(1);

        store.forget(only());
        assertThat(store.all()).isEmpty();
    }

    @Test
    void whatIsForgottenIsNotCounted() {
        store.note(app, endpoint, NOW);
        Noted read = only();
        store.forget(read);

        store.counted(read, 7, NOW);

        assertThat(store.all()).isEmpty();
    }

    @Test
    void nothingIsCleanedUnlessSomebodyAsked() {
        assertThat(store.cleaning()).isEmpty();

        store.askForCleaning(NOW);

        assertThat(store.cleaning()).contains(new Cleaning(NOW, 0));
    }

    @Test
    void aCleaningGoesOnUntilItIsDone() {
        store.askForCleaning(NOW);

        store.cleaned(new Cleaning(NOW, 0), 1_000L);
        assertThat(store.cleaning()).contains(new Cleaning(NOW, 1_000));

        store.cleaned(new Cleaning(NOW, 1_000), null);
        assertThat(store.cleaning()).isEmpty();
    }

    @Test
    void whoeverAsksDuringACleaningIsHeard() {
        store.askForCleaning(NOW);
        Cleaning read = store.cleaning().orElseThrow();
        store.askForCleaning(NOW.plusSeconds(1));

        store.cleaned(read, null);
        store.cleaned(read, 1_000L);

        assertThat(store.cleaning()).contains(new Cleaning(NOW.plusSeconds(1), 0));
    }

    private Noted only() {
        return store.of(app).getFirst();
    }
}
