package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.IndexedDeliveries.Kind;
import dev.sluice.wake.IndexedDeliveries.Position;
import dev.sluice.wake.IndexedDeliveries.Range;
import dev.sluice.wake.IndexedDeliveries.Stretch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link IndexedDeliveries} does. */
public abstract class IndexedDeliveriesContract {

    private static final Instant NOW = Samples.NOON;
    private static final Cause CAUSE = Cause.without(Cause.Reason.POISON);

    private final AppId app = Samples.app();
    private final Endpoint endpoint = Samples.endpoint(app, NOW);
    private Stores stores;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        stores = stores(InstantSource.fixed(NOW));
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
    }

    @Test
    void theDeadAndTheHeldStandApart() {
        Delivery dead = written(first().dead(CAUSE, NOW));
        Delivery held = written(first().held(HoldReason.PAUSED, NOW));
        written(first().canceled("request", NOW));

        assertThat(all(Kind.DEAD, Range.ALL, 10)).containsExactly(dead.key());
        assertThat(all(Kind.HELD, Range.ALL, 10)).containsExactly(held.key());
        assertThat(count(Kind.DEAD)).isEqualTo(1);
        assertThat(count(Kind.HELD)).isEqualTo(1);
    }

    @Test
    void whatIsDeadNoMoreIsNotThere() {
        Delivery dead = written(first().dead(CAUSE, NOW));

        assertThat(stores.deliveries().write(dead, dead.again(HoldReason.REDRIVE, NOW)))
                .isTrue();

        assertThat(count(Kind.DEAD)).isZero();
        assertThat(all(Kind.HELD, Range.ALL, 10)).containsExactly(dead.key());
    }

    @Test
    void othersAreNotThere() {
        written(Samples.first(Samples.app(), endpoint.id(), NOW).dead(CAUSE, NOW));
        written(Samples.first(app, Samples.endpointId(), NOW).dead(CAUSE, NOW));

        assertThat(all(Kind.DEAD, Range.ALL, 10)).isEmpty();
        assertThat(count(Kind.DEAD)).isZero();
    }

    @Test
    void aRangeHasItsFirstInstantAndNotItsLast() {
        List<DeliveryKey> keys = IntStream.range(0, 5)
                .mapToObj(i -> written(first().dead(CAUSE, NOW.plusMillis(i))).key())
                .toList();

        assertThat(all(Kind.DEAD, new Range(NOW.plusMillis(1), NOW.plusMillis(3)), 10))
                .containsExactlyInAnyOrderElementsOf(keys.subList(1, 3));
    }

    @Test
    void stretchesTogetherAreAllOnceWhateverTheirLength() {
        List<DeliveryKey> keys = dead(41);

        for (int limit : List.of(1, 2, 7, 41, 42)) {
            assertThat(all(Kind.DEAD, Range.ALL, limit))
                    .as("%d at a time", limit)
                    .containsExactlyInAnyOrderElementsOf(keys);
        }
        assertThat(count(Kind.DEAD)).isEqualTo(41);
    }

    @Test
    void goesOnBehindARowThatIsGone() {
        List<DeliveryKey> keys = dead(20);
        Stretch first = stretch(Kind.DEAD, Range.ALL, null, 10);
        for (Delivery row : stores.deliveries().read(first.keys()).values()) {
            assertThat(stores.deliveries().write(row, row.purged(NOW))).isTrue();
        }

        Stretch second = stretch(Kind.DEAD, Range.ALL, first.next(), 100);

        List<DeliveryKey> both = new ArrayList<>(first.keys());
        both.addAll(second.keys());
        assertThat(both).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(second.next()).isNull();
    }

    @Test
    void aPositionIsReadAsItIsWritten() {
        dead(3);

        Position next = stretch(Kind.DEAD, Range.ALL, null, 1).next();

        assertThat(next).isNotNull();
        assertThat(Position.parse(next.toString())).isEqualTo(next);
    }

    /** All of the same millisecond but every third: what is behind one of many at the same time is behind it. */
    private List<DeliveryKey> dead(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> written(first().dead(CAUSE, NOW.plusMillis(i % 3 == 0 ? i : 0)))
                        .key())
                .toList();
    }

    private Delivery first() {
        return Samples.first(app, endpoint.id(), NOW);
    }

    private Delivery written(Delivery row) {
        assertThat(stores.deliveries().write(null, row)).isTrue();
        return row;
    }

    private long count(Kind kind) {
        return stores.indexed().count(app, endpoint.id(), kind);
    }

    private Stretch stretch(Kind kind, Range range, Position behind, int limit) {
        EndpointId id = endpoint.id();
        return stores.indexed().stretch(app, id, kind, range, behind, limit);
    }

    private List<DeliveryKey> all(Kind kind, Range range, int limit) {
        List<DeliveryKey> keys = new ArrayList<>();
        Position next = null;
        do {
            Stretch stretch = stretch(kind, range, next, limit);
            assertThat(stretch.keys()).hasSizeLessThanOrEqualTo(limit);
            keys.addAll(stretch.keys());
            next = stretch.next();
        } while (next != null);
        return keys;
    }
}
