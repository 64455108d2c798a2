package dev.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SourceStore} does. */
public abstract class SourceStoreContract {

    private static final Instant NOW = Samples.NOON;

    private final AppId app = Samples.app();
    private final AppId other = Samples.app();
    private SourceStore store;

    protected abstract SourceStore store();

    @BeforeEach
    void open() {
        store = store();
    }

    @Test
    void findsWhatWasCreatedAsItWas() {
        WebhookSource plain = created(0);
        WebhookSource full = Sources.full(app, NOW);
        store.create(full);

        assertThat(store.find(plain.id())).contains(plain);
        assertThat(store.find(app, plain.id())).contains(plain);
        assertThat(store.find(full.id())).contains(full);
        assertThat(store.find(app, full.id())).contains(full);
        assertThat(store.find(Sources.stripe(app, NOW).id())).isEmpty();
    }

    @Test
    void hidesAnotherApplicationsSource() {
        WebhookSource source = created(0);

        assertThat(store.find(other, source.id())).isEmpty();
        assertThat(store.list(other)).isEmpty();
        assertThat(store.delete(other, source.id())).isFalse();
        assertThat(store.find(source.id())).contains(source);
    }

    @Test
    void listsInTheOrderOfCreation() {
        List<WebhookSource> sources = IntStream.range(0, 30)
                .mapToObj(i -> Sources.full(app, NOW.plusMillis(i)))
                .toList();
        sources.reversed().forEach(store::create);

        assertThat(store.list(app)).isEqualTo(sources);
    }

    @Test
    void createsAnIdOnce() {
        WebhookSource first = created(0);
        WebhookSource others = new WebhookSource(
                first.id(), other, "another", first.kind(), first.secrets(), null, Duration.ZERO, NOW, NOW);

        assertThatIllegalStateException().isThrownBy(() -> store.create(first.with("renamed", Duration.ZERO, NOW)));
        assertThatIllegalStateException().isThrownBy(() -> store.create(others));

        assertThat(store.find(first.id())).contains(first);
        assertThat(store.list(other)).isEmpty();
    }

    @Test
    void replacesWhatHasNotChanged() {
        WebhookSource before = created(0);
        WebhookSource renamed = before.with("renamed", Duration.ZERO, NOW);
        WebhookSource rotated = before.withSecret("sealed-2", NOW);

        assertThat(store.replace(before, renamed)).isTrue();
        assertThat(store.replace(before, rotated)).isFalse();

        assertThat(store.find(before.id())).contains(renamed);
        assertThat(store.replace(renamed, renamed.withSecret("sealed-2", NOW))).isTrue();
        assertThat(store.find(app, before.id()).orElseThrow().secrets()).hasSize(2);
    }

    @Test
    void oneOfManyChangesWins() throws Exception {
        WebhookSource before = created(0);

        List<Boolean> replaced =
                Race.of(6, runner -> () -> store.replace(before, before.with("runner " + runner, Duration.ZERO, NOW)));

        assertThat(replaced).containsOnlyOnce(true);
        assertThat(store.find(before.id()).orElseThrow().name()).isEqualTo("runner " + replaced.indexOf(true));
    }

    @Test
    void aDeletedSourceIsFoundByNobodyAndNotReplaced() {
        WebhookSource source = created(0);

        assertThat(store.delete(app, source.id())).isTrue();

        assertThat(store.delete(app, source.id())).isFalse();
        assertThat(store.find(source.id())).isEmpty();
        assertThat(store.find(app, source.id())).isEmpty();
        assertThat(store.list(app)).isEmpty();
        assertThat(store.replace(source, source.with("back", Duration.ZERO, NOW)))
                .isFalse();
        assertThat(store.find(source.id())).isEmpty();
    }

    private WebhookSource created(int millis) {
        WebhookSource source = Sources.stripe(app, NOW.plusMillis(millis));
        store.create(source);
        return source;
    }
}
