package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnresolvedTest {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDeadLetterQueue queue = new InMemoryDeadLetterQueue();
    private final NotedDeadLetterQueue noted = new NotedDeadLetterQueue(queue, stores.dead(), clock);
    private final Unresolved unresolved = new Unresolved(stores.dead(), stores.indexed(), stores.health());
    private final AppId app = Samples.app();
    private final Endpoint endpoint = Samples.endpoint(app, Samples.NOON);

    @BeforeEach
    void open() {
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
    }

    @Test
    void countsWhatDiedAtTheNextTick() {
        assertThat(count()).isZero();

        die(endpoint, 3);

        assertThat(count()).isEqualTo(3);
        assertThat(queue.pointers()).hasSize(3);
    }

    @Test
    void whatIsNotNotedIsCountedAQuarterOfAnHourLater() {
        List<Delivery> dead = die(endpoint, 3);
        clock.advance(Duration.ofMinutes(2));
        count();
        Delivery first = dead.getFirst();
        stores.deliveries().write(first, first.nextSeries(clock.instant()).canceled("request", clock.instant()));

        clock.advance(Duration.ofMinutes(14));
        assertThat(count()).as("as it was counted").isEqualTo(3);
        clock.advance(Duration.ofMinutes(1));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aRowWrittenAMomentBehindItsNoteAndItsCountIsCounted() {
        stores.dead().note(app, endpoint.id(), clock.instant());
        clock.advance(Duration.ofSeconds(5));
        assertThat(count()).isZero();
        write(endpoint);

        clock.advance(Duration.ofSeconds(55));

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void whereNothingIsDeadForAQuarterOfAnHourNobodyLooksAnyMore() {
        stores.dead().note(app, endpoint.id(), clock.instant());
        count();
        assertThat(stores.dead().all()).hasSize(1);

        clock.advance(Duration.ofMinutes(15).plusMillis(1));
        count();

        assertThat(stores.dead().all()).isEmpty();
    }

    @Test
    void ofADeletedEndpointNothingIsUnresolved() {
        die(endpoint, 2);
        stores.endpoints().delete(app, endpoint.id());

        assertThat(count()).isZero();
    }

    @Test
    void withoutTimeTheLastCountsStand() {
        die(endpoint, 2);
        count();
        die(endpoint, 2);

        assertThat(unresolved.count(clock.instant(), () -> false)).isEqualTo(2);
    }

    @Test
    void atMostTwoHundredAreCountedInATickAndTheOthersInTheNext() {
        List<Endpoint> endpoints = IntStream.range(0, Unresolved.MOST_COUNTS + 1)
                .mapToObj(_ -> Samples.endpoint(app, clock.instant()))
                .toList();
        endpoints.forEach(each -> {
            stores.endpoints().create(each);
            die(each, 1);
        });

        assertThat(count()).isEqualTo(200);
        assertThat(count()).isEqualTo(201);
    }

    private long count() {
        return unresolved.count(clock.instant(), () -> true);
    }

    private List<Delivery> die(Endpoint at, int number) {
        return IntStream.range(0, number)
                .mapToObj(_ -> write(at))
                .peek(row -> noted.add(row.pointer()))
                .toList();
    }

    private Delivery write(Endpoint at) {
        Delivery row =
                Samples.first(app, at.id(), clock.instant()).dead(Cause.without(Cause.Reason.POISON), clock.instant());
        stores.deliveries().write(null, row);
        return row;
    }
}
