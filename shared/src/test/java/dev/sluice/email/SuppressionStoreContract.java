package dev.sluice.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Race;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.wake.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SuppressionStore} does. */
public abstract class SuppressionStoreContract {

    private static final Address ANN = new Address("ann@example.com");
    private static final Duration TOMBSTONE_KEPT = Duration.ofDays(37);

    private final Random random = new Random(11);
    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final AppId app = Samples.app();
    private SuppressionStore store;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        store = stores(clock).suppressions();
    }

    @Test
    void findsWhatWasPutWithEverythingThatItSays() {
        Suppression full = new Suppression(
                ANN,
                "complained",
                Samples.NOON,
                Samples.NOON.plusMillis(1),
                Samples.NOON.minusSeconds(5),
                EventId.create(Samples.NOON, random),
                "OnAccountSuppressionList",
                "abuse",
                "message-1");
        Suppression bare = Suppression.manual(new Address("bob@example.com"), Samples.NOON);

        assertThat(store.put(app, full)).isTrue();
        assertThat(store.put(app, bare)).isTrue();

        assertThat(store.find(app, ANN)).contains(full);
        assertThat(store.find(app, bare.email())).contains(bare);
        assertThat(store.list(app, null, 10)).containsExactly(full, bare);
    }

    @Test
    void aNewerCauseReplacesAnOlderOneWholeAndTheCreationStays() {
        Suppression first = bounce(ANN, Samples.NOON, "message-1");
        store.put(app, first);
        clock.advance(Duration.ofHours(1));
        Suppression manual = Suppression.manual(ANN, clock.instant());

        assertThat(store.put(app, manual)).isFalse();

        assertThat(store.find(app, ANN)).contains(manual.createdAt(first.createdAt()));
        assertThat(store.list(app, null, 10)).hasSize(1);
    }

    @Test
    void anOlderCauseOrTheSameAgainReplacesNothing() {
        Suppression newer = bounce(ANN, Samples.NOON, "message-2");
        store.put(app, newer);
        clock.advance(Duration.ofHours(1));

        assertThat(store.put(app, bounce(ANN, Samples.NOON.minusMillis(1), "message-1")))
                .isFalse();
        assertThat(store.put(app, bounce(ANN, Samples.NOON, "message-2"))).isFalse();

        assertThat(store.find(app, ANN)).contains(newer);
    }

    @Test
    void whatIsRemovedIsGone() {
        store.put(app, bounce(ANN, Samples.NOON, "message-1"));

        assertThat(store.remove(app, ANN, clock.advance(Duration.ofMinutes(1)))).isTrue();

        assertThat(store.find(app, ANN)).isEmpty();
        assertThat(store.list(app, null, 10)).isEmpty();
        assertThat(store.remove(app, ANN, clock.instant())).isFalse();
        assertThat(store.remove(app, new Address("never@example.com"), clock.instant()))
                .isFalse();
    }

    @Test
    void aReportThatComesAgainOrLateDoesNotUndoARemoval() {
        Suppression first = bounce(ANN, Samples.NOON, "message-1");
        store.put(app, first);
        Instant removed = clock.advance(Duration.ofHours(1));
        store.remove(app, ANN, removed);
        clock.advance(Duration.ofHours(1));

        assertThat(store.put(app, first)).isFalse();
        assertThat(store.put(app, bounce(ANN, removed, "message-2"))).isFalse();

        assertThat(store.find(app, ANN)).isEmpty();
        assertThat(store.list(app, null, 10)).isEmpty();
    }

    @Test
    void aReportWhoseClockIsAheadOfTheRemovalDoesNotUndoItWhenItComesAgain() {
        Suppression ahead = bounce(ANN, Samples.NOON.plusSeconds(30), "message-1");
        store.put(app, ahead);
        store.remove(app, ANN, clock.instant());

        assertThat(store.put(app, ahead)).isFalse();

        assertThat(store.find(app, ANN)).isEmpty();
    }

    @Test
    void aNewerCauseSuppressesAgainAfterARemoval() {
        store.put(app, bounce(ANN, Samples.NOON, "message-1"));
        Instant removed = clock.advance(Duration.ofHours(1));
        store.remove(app, ANN, removed);
        clock.advance(Duration.ofHours(1));
        Suppression newer = bounce(ANN, removed.plusMillis(1), "message-2");

        assertThat(store.put(app, newer)).isTrue();

        assertThat(store.find(app, ANN)).contains(newer);
        assertThat(store.put(app, bounce(ANN, Samples.NOON, "message-1"))).isFalse();
        assertThat(store.find(app, ANN)).contains(newer);
        clock.advance(TOMBSTONE_KEPT.plusDays(1));
        assertThat(store.find(app, ANN)).contains(newer);
    }

    @Test
    void aPersonsDecisionIsUndoneByTheNextOneWhateverTheClocksSay() {
        store.put(app, bounce(ANN, Samples.NOON, "message-1"));
        store.remove(app, ANN, Samples.NOON.plusSeconds(1));
        Suppression again = Suppression.manual(ANN, Samples.NOON);

        assertThat(store.put(app, again)).isTrue();

        assertThat(store.find(app, ANN)).contains(again);
        assertThat(store.remove(app, ANN, Samples.NOON)).isTrue();
        assertThat(store.find(app, ANN)).isEmpty();
    }

    @Test
    void aRemovalIsRememberedForThirtySevenDays() {
        Suppression first = bounce(ANN, Samples.NOON, "message-1");
        store.put(app, first);
        store.remove(app, ANN, clock.instant());

        clock.advance(TOMBSTONE_KEPT.minusSeconds(1));
        assertThat(store.put(app, bounce(ANN, Samples.NOON, "message-1"))).isFalse();

        clock.advance(Duration.ofSeconds(1));
        Suppression late = bounce(ANN, Samples.NOON, "message-1");
        assertThat(store.put(app, late)).isTrue();
        assertThat(store.find(app, ANN)).contains(late);
    }

    @Test
    void listsInTheOrderOfAddressesAndPassesOverTheRemoved() {
        List<Address> left = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Address address = new Address("reader%02d@example.com".formatted(i));
            store.put(app, bounce(address, Samples.NOON, "message"));
            if (i % 3 == 0 || i > 20 && i < 30) {
                store.remove(app, address, clock.instant());
            } else {
                left.add(address);
            }
        }
        Address umlaut = new Address("ärger@example.com");
        store.put(app, bounce(umlaut, Samples.NOON, "message"));
        left.add(umlaut);

        List<Address> listed = new ArrayList<>();
        List<Suppression> page = store.list(app, null, 7);
        while (!page.isEmpty()) {
            assertThat(page.size()).isEqualTo(Math.min(7, left.size() - listed.size()));
            page.forEach(each -> listed.add(each.email()));
            page = store.list(app, listed.getLast(), 7);
        }

        assertThat(listed).isEqualTo(left);
    }

    @Test
    void keepsEachApplicationsOwn() {
        AppId other = Samples.app();
        Suppression mine = bounce(ANN, Samples.NOON, "message-1");
        store.put(app, mine);

        assertThat(store.find(other, ANN)).isEmpty();
        assertThat(store.list(other, null, 10)).isEmpty();
        assertThat(store.remove(other, ANN, clock.instant())).isFalse();
        assertThat(store.put(other, bounce(ANN, Samples.NOON, "message-2"))).isTrue();
        assertThat(store.find(app, ANN)).contains(mine);
    }

    @Test
    void ofManyCausesAtOnceOneIsTheFirstAndTheNewestStays() throws Exception {
        List<Suppression> causes = IntStream.range(0, 6)
                .mapToObj(i -> bounce(ANN, Samples.NOON.plusSeconds((i * 5) % 6), "message-" + i))
                .toList();

        List<Boolean> first = Race.of(6, runner -> () -> store.put(app, causes.get(runner)));

        assertThat(first).containsOnlyOnce(true);
        assertThat(store.find(app, ANN)).hasValueSatisfying(kept -> {
            assertThat(kept.at()).isEqualTo(Samples.NOON.plusSeconds(5));
            assertThat(kept.createdAt()).isEqualTo(Samples.NOON);
        });
    }

    @Test
    void aRemovalAndTheDuplicatesOfWhatItRemovesLeaveNothing() throws Exception {
        Suppression cause = bounce(ANN, Samples.NOON, "message-1");
        store.put(app, cause);
        Instant removed = clock.advance(Duration.ofSeconds(1));

        Race.of(4, runner -> () -> runner == 0 ? store.remove(app, ANN, removed) : store.put(app, cause));

        assertThat(store.find(app, ANN)).isEmpty();
    }

    /** Accepted now. */
    private Suppression bounce(Address email, Instant at, String messageId) {
        Instant now = clock.instant();
        return new Suppression(email, "bounced", now, now, at, EventId.create(at, random), "General", null, messageId);
    }
}
