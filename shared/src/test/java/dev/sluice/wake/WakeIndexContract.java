package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link WakeIndex} does. */
public abstract class WakeIndexContract {

    private static final Instant NOW = Samples.NOON;

    private final AppId app = Samples.app();
    private Stores stores;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        stores = stores(() -> NOW);
    }

    @Test
    void everyPendingDeliveryIsDueAtItsTime() {
        Delivery byRow = written(NOW.plusSeconds(3_600), Wait.ROW);
        Delivery byMessage = written(NOW.plusSeconds(5), Wait.MESSAGE);

        assertThat(due(NOW.plusSeconds(3_600).minusMillis(1))).containsExactly(due(byMessage));
        assertThat(due(NOW.plusSeconds(3_600))).containsExactlyInAnyOrder(due(byMessage), due(byRow));
        assertThat(due(byMessage.wakeAt().minusMillis(1))).isEmpty();
        assertThat(due(byMessage.wakeAt())).containsExactly(due(byMessage));
    }

    @Test
    void aClaimMovesTheTime() {
        Delivery row = written(NOW, Wait.ROW);
        Delivery woken = row.woken(NOW, NOW);

        stores.deliveries().claim(row, woken);

        assertThat(due(woken.wakeAt().minusMillis(1))).isEmpty();
        assertThat(due(woken.wakeAt())).containsExactly(due(row));
    }

    @Test
    void whatIsHeldOrFinishedIsNotDue() {
        Instant far = NOW.plusSeconds(1_000_000);
        Delivery held = written(NOW, Wait.ROW);
        Delivery canceled = written(NOW, Wait.ROW);
        stores.deliveries().write(held, held.held(HoldReason.PAUSED, NOW));
        stores.deliveries().write(canceled, canceled.canceled("request", NOW));
        stores.deliveries()
                .write(null, Samples.first(app, Samples.endpointId(), NOW).held(HoldReason.PAUSED, NOW));

        assertThat(due(far)).isEmpty();
    }

    @Test
    void anEndpointIsDueWhenAskedFor() {
        stores.applications().create(Samples.application(app));
        Endpoint endpoint = Samples.endpoint(app, NOW);
        stores.endpoints().create(endpoint);

        stores.held().wakeBy(app, endpoint.id(), NOW);

        assertThat(due(NOW.minusMillis(1))).isEmpty();
        assertThat(due(NOW)).containsExactly(new Due.OfEndpoint(app, endpoint.id()));
    }

    @Test
    void givesTheEarliestOfEachShard() {
        Map<Due, Instant> times = new HashMap<>();
        IntStream.range(0, 200).forEach(i -> {
            Delivery row = written(NOW.plusSeconds(200 - i), Wait.ROW);
            times.put(due(row), row.wakeAt());
        });
        Instant until = NOW.plusSeconds(200);

        int found = 0;
        for (int shard = 0; shard < WakeIndex.SHARDS; shard++) {
            List<Due> all = stores.wakeIndex().due(shard, until, 1_000);
            assertThat(all).extracting(times::get).isSorted();
            assertThat(stores.wakeIndex().due(shard, until, 3)).isEqualTo(all.subList(0, Math.min(3, all.size())));
            found += all.size();
        }
        assertThat(found).isEqualTo(200);
    }

    @Test
    void countsWhatWaitsAndWhatIsDead() {
        stores.applications().create(Samples.application(app));
        Endpoint endpoint = Samples.endpoint(app, NOW);
        stores.endpoints().create(endpoint);
        stores.held().wakeBy(app, endpoint.id(), NOW); // an endpoint is no delivery
        written(NOW, Wait.ROW);
        written(NOW, Wait.MESSAGE);
        Delivery held = written(NOW, Wait.ROW);
        stores.deliveries().write(held, held.held(HoldReason.PAUSED, NOW));
        Delivery canceled = written(NOW, Wait.ROW);
        stores.deliveries().write(canceled, canceled.canceled("request", NOW));
        for (int i = 0; i < 3; i++) {
            Delivery dead = written(NOW, Wait.ROW);
            stores.deliveries().write(dead, dead.dead(Cause.without(Cause.Reason.POISON), NOW));
        }

        assertThat(stores.unfinished().unfinished()).isEqualTo(new Unfinished(2, 1));
    }

    private Delivery written(Instant next, Wait wait) {
        Delivery row = Samples.failedOnce(Samples.first(app, Samples.endpointId(), NOW), next, wait, NOW);
        stores.deliveries().write(null, row);
        return row;
    }

    private List<Due> due(Instant until) {
        List<Due> due = new ArrayList<>();
        for (int shard = 0; shard < WakeIndex.SHARDS; shard++) {
            due.addAll(stores.wakeIndex().due(shard, until, 100));
        }
        return due;
    }

    private static Due due(Delivery row) {
        return new Due.OfDelivery(row.key());
    }
}
