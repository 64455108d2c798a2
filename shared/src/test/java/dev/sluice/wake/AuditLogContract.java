package dev.sluice.wake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.SortableId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditLog} does. */
public abstract class AuditLogContract {

    private static final Instant FROM = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant TO = FROM.plusSeconds(300);

    private final SettableClock clock = new SettableClock(FROM);
    private final AppId app = Samples.app();
    private Stores stores;
    private AuditLog log;

    protected abstract Stores stores(InstantSource clock);

    @BeforeEach
    void open() {
        stores = stores(clock);
        log = stores.auditLog();
    }

    @Test
    void remembersHowFarItCame() {
        assertThat(log.auditedUntil()).isEmpty();

        log.auditedUntil(FROM);
        log.auditedUntil(TO);

        assertThat(log.auditedUntil()).contains(TO);
    }

    @Test
    void aWindowHoldsItsStartAndNotItsEnd() {
        EventId beforeFirst = put(FROM.minusMillis(1), 0xff);
        EventId first = put(FROM, 0);
        EventId last = put(TO.minusMillis(1), 0xff);
        EventId behindLast = put(TO, 0);

        assertThat(window(app, FROM, TO)).containsExactlyInAnyOrder(first, last);
        assertThat(window(app, FROM.minusSeconds(300), FROM)).containsExactly(beforeFirst);
        assertThat(window(app, TO, TO.plusSeconds(300))).containsExactly(behindLast);
    }

    @Test
    void aWindowHoldsEveryEventOfTheApplication() {
        List<EventId> ids = IntStream.range(0, 120)
                .mapToObj(i -> Samples.event(app, FROM.plusMillis(i * 2_000L)))
                .peek(event -> stores.events().put(event, event.createdAt(), List.of()))
                .map(Event::id)
                .toList();
        stores.events().put(Samples.event(Samples.app(), FROM), FROM, List.of());

        assertThat(window(app, FROM, TO)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aWindowLeavesOutWhatHasExpired() {
        put(FROM, 1);
        clock.advance(Stores.EVENTS_KEPT);

        assertThat(window(app, FROM, TO)).isEmpty();
    }

    @Test
    void marksWhatIsOffItsTimeUnderTheMinuteOfAcceptance() {
        Instant accepted = FROM.plusSeconds(59).plusMillis(999);
        EventKey old = accept(FROM.minus(Duration.ofDays(3)), accepted);
        EventKey late = accept(accepted.minus(Duration.ofMinutes(5)).minusMillis(1), accepted);
        EventKey early = accept(accepted.plusMillis(1), accepted);
        accept(accepted.minus(Duration.ofMinutes(5)), accepted);
        accept(accepted, accepted);

        assertThat(log.marked(FROM)).containsExactlyInAnyOrder(old, late, early);
        assertThat(log.marked(FROM.plusSeconds(60))).isEmpty();
        assertThat(log.marked(FROM.minusSeconds(60))).isEmpty();
    }

    @Test
    void marksManyOfManyApplications() {
        List<EventKey> keys = IntStream.range(0, 100)
                .mapToObj(i -> {
                    Event event = Samples.event(i % 2 == 0 ? app : Samples.app(), FROM.minus(Duration.ofDays(1)));
                    stores.events().put(event, FROM, List.of());
                    return new EventKey(event.app(), event.id());
                })
                .toList();

        assertThat(log.marked(FROM)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void readsTheRowsThatThereAre() {
        List<Delivery> rows = IntStream.range(0, 130)
                .mapToObj(i -> Samples.first(app, Samples.endpointId(), FROM).held(HoldReason.PAUSED, FROM))
                .peek(row -> stores.deliveries().write(null, row))
                .toList();
        List<dev.sluice.delivery.DeliveryKey> keys =
                new ArrayList<>(rows.stream().map(Delivery::key).toList());
        keys.add(Samples.first(app, Samples.endpointId(), FROM).key());

        Map<dev.sluice.delivery.DeliveryKey, Delivery> found = log.deliveries(keys);

        assertThat(found.values()).containsExactlyInAnyOrderElementsOf(rows);
    }

    private EventKey accept(Instant time, Instant acceptedAt) {
        Event event = Samples.event(app, time);
        stores.events().put(event, acceptedAt, List.of());
        return new EventKey(app, event.id());
    }

    private EventId put(Instant time, int tail) {
        byte[] bits = new byte[10];
        Arrays.fill(bits, (byte) tail);
        EventId id = EventId.ofBare(SortableId.of(time.toEpochMilli(), bits));
        Event event = Samples.event(app, id, time, "k", "{}");
        stores.events().put(event, time.truncatedTo(ChronoUnit.MILLIS), List.of());
        return id;
    }

    private List<EventId> window(AppId whose, Instant from, Instant to) {
        List<AcceptedEvent> found = new ArrayList<>();
        log.forEachEvent(whose, from, to, found::add);
        return found.stream().map(accepted -> accepted.event().id()).toList();
    }
}
