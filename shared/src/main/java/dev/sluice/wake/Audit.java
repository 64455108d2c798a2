package dev.sluice.wake;

import dev.sluice.application.Application;
import dev.sluice.application.ApplicationStore;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Reads every event once, 10 to 15 minutes after its acceptance, and puts what has no delivery row into the queue: an event whose
 * message was never sent or was lost, or on which our code fails from the first. It gets its row first, so that it wakes if
 * nothing comes of this message either, and is dead in the end. The same pass is the ledger.
 *
 * <p>Windows are of the events' own time; an event of another time than its acceptance is found by its marker. Where ticks were
 * missed, the audit goes on from where it stopped.
 */
public final class Audit {

    static final Duration WINDOW = Duration.ofMinutes(5);
    static final Duration BEHIND = Duration.ofMinutes(10);

    private static final int APPLICATIONS_AT_ONCE = 100;
    private static final int PAIRS_AT_ONCE = 100; // what one read takes

    private final ApplicationStore applications;
    private final EventStore events;
    private final DeliveryStore deliveries;
    private final AuditLog log;
    private final DispatchQueue queue;

    public Audit(
            ApplicationStore applications,
            EventStore events,
            DeliveryStore deliveries,
            AuditLog log,
            DispatchQueue queue) {
        this.applications = applications;
        this.events = events;
        this.deliveries = deliveries;
        this.log = log;
        this.queue = queue;
    }

    /**
     * Audits every window that is due.
     *
     * @param timeLeft asked before each window; a window that is begun is finished
     * @return one ledger a window
     */
    public List<Ledger> run(Instant now, BooleanSupplier timeLeft) {
        if (queue.isBacklogged()) {
            return List.of(); // what has no row may only wait; the audit goes on from here later
        }
        Instant end = now.minus(BEHIND);
        Instant from = log.auditedUntil().orElseGet(() -> windowStart(end.minus(WINDOW)));
        List<Ledger> ledgers = new ArrayList<>();
        while (!from.plus(WINDOW).isAfter(end) && timeLeft.getAsBoolean()) {
            ledgers.add(window(from, from.plus(WINDOW), now));
            from = from.plus(WINDOW);
            log.auditedUntil(from);
        }
        return ledgers;
    }

    /** About when the audit looks at an event that was accepted at a time: it waits where the queue is backlogged. */
    public static Instant looksAt(Instant acceptedAt) {
        return windowStart(acceptedAt).plus(WINDOW).plus(BEHIND);
    }

    private static Instant windowStart(Instant time) {
        long minutes = time.truncatedTo(ChronoUnit.MINUTES).getEpochSecond() / 60;
        return Instant.ofEpochSecond(minutes / WINDOW.toMinutes() * WINDOW.toMinutes() * 60);
    }

    private Ledger window(Instant from, Instant to, Instant now) {
        Tally tally = new Tally(Ledger.empty(from, to), now);
        Optional<AppId> after = Optional.empty();
        List<Application> page;
        do {
            page = applications.list(after.orElse(null), APPLICATIONS_AT_ONCE);
            for (Application application : page) {
                log.forEachEvent(application.id(), from, to, tally::addIfOfItsTime);
                after = Optional.of(application.id());
            }
        } while (page.size() == APPLICATIONS_AT_ONCE);
        for (Instant minute = from; minute.isBefore(to); minute = minute.plus(Duration.ofMinutes(1))) {
            Instant end = minute.plus(Duration.ofMinutes(1));
            Instant start = minute;
            log.marked(minute).stream()
                    .map(events::find)
                    .flatMap(Optional::stream)
                    .forEach(event -> tally.addIfAcceptedOffItsTime(event, start, end));
        }
        return tally.close();
    }

    /** Adds up one window, looking rows up many at a time; used by one thread after another. */
    private final class Tally {

        private final Map<DeliveryKey, AcceptedEvent> waiting = new LinkedHashMap<>();
        private final Instant now;
        private Ledger ledger;

        Tally(Ledger empty, Instant now) {
            ledger = empty;
            this.now = now;
        }

        /** Others are found by their marker, and counted there alone. */
        void addIfOfItsTime(AcceptedEvent event) {
            if (!event.isOffItsTime()) {
                add(event);
            }
        }

        /** A later report of the event leaves a marker too; the first one counts. */
        void addIfAcceptedOffItsTime(AcceptedEvent event, Instant start, Instant end) {
            Instant accepted = event.acceptedAt();
            if (event.isOffItsTime() && !accepted.isBefore(start) && accepted.isBefore(end)) {
                add(event);
            }
        }

        private void add(AcceptedEvent event) {
            ledger = ledger.withEvent();
            for (int from = 0; from < event.endpointCount(); from += AcceptedEvent.FIRST) {
                pairs(
                        event,
                        from == 0
                                ? event.firstEndpoints()
                                : events.endpoints(event.key(), from, from + AcceptedEvent.FIRST));
            }
        }

        private void pairs(AcceptedEvent event, List<EndpointId> endpoints) {
            for (EndpointId endpoint : endpoints) {
                waiting.put(DeliveryKey.of(event.event().app(), event.event().id(), endpoint), event);
                if (waiting.size() == PAIRS_AT_ONCE) {
                    lookUp();
                }
            }
        }

        /** The window's sums, once everything was added. */
        Ledger close() {
            lookUp();
            return ledger;
        }

        private void lookUp() {
            Map<DeliveryKey, Delivery> rows = log.deliveries(waiting.keySet());
            List<Delivery> missing = new ArrayList<>();
            waiting.forEach((key, event) -> {
                Delivery row = rows.get(key);
                if (row == null) {
                    missing.add(
                            Delivery.first(key, 1, event, event.acceptedAt()).carried(now));
                    ledger = ledger.withMissing();
                } else {
                    ledger = ledger.with(row.status());
                }
            });
            waiting.clear();
            List<DispatchMessage> messages = written(missing);
            if (!messages.isEmpty()) {
                queue.sendAll(messages);
            }
        }
    }

    /** Writes these rows; the messages of those that were still missing. */
    private List<DispatchMessage> written(List<Delivery> missing) {
        return SideBySide.those(missing, row -> deliveries.write(null, row)).stream()
                .<DispatchMessage>map(row -> DispatchMessage.One.of(row.key(), row.series()))
                .toList();
    }
}
