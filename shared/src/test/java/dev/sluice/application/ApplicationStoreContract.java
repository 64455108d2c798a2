package dev.sluice.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.event.AppId;
import dev.sluice.wake.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ApplicationStore} does. */
public abstract class ApplicationStoreContract {

    private ApplicationStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(() -> Samples.NOON).applications();
    }

    @Test
    void findsWhatWasCreatedAndNothingElse() {
        Application application = Samples.application(Samples.app());

        assertThat(store.create(application)).isTrue();

        assertThat(store.find(application.id())).contains(application);
        assertThat(store.find(Samples.app())).isEmpty();
    }

    @Test
    void createsAnIdOnce() {
        Application first = Samples.application(Samples.app());
        store.create(first);

        assertThat(store.create(new Application(first.id(), "another", Samples.NOON)))
                .isFalse();

        assertThat(store.find(first.id())).contains(first);
        assertThat(store.list(null, 10)).containsExactly(first);
    }

    @Test
    void oneOfManyCreatorsWins() throws Exception {
        AppId app = Samples.app();

        List<Boolean> created =
                Race.of(6, runner -> () -> store.create(new Application(app, "runner " + runner, Samples.NOON)));

        assertThat(created).containsOnlyOnce(true);
        assertThat(store.find(app).orElseThrow().name()).isEqualTo("runner " + created.indexOf(true));
    }

    @Test
    void listsAllByIdInPages() {
        List<Application> all = Stream.generate(Samples::app)
                .limit(23)
                .map(Samples::application)
                .peek(store::create)
                .sorted(Comparator.comparing(application -> application.id().value()))
                .toList();

        List<Application> listed = new ArrayList<>(store.list(null, 10));
        assertThat(listed).hasSize(10);
        listed.addAll(store.list(listed.getLast().id(), 10));
        assertThat(listed).hasSize(20);
        listed.addAll(store.list(listed.getLast().id(), 10));

        assertThat(listed).isEqualTo(all);
        assertThat(store.list(listed.getLast().id(), 10)).isEmpty();
    }
}
