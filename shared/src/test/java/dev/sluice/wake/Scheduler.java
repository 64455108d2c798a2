package dev.sluice.wake;

import dev.sluice.delivery.Admission;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A scheduler over the twins, with a clock that is set and a dispatcher whose receiver takes everything. */
final class Scheduler {

    final SettableClock clock = new SettableClock(Samples.NOON);
    final InMemoryStores stores = InMemoryStores.of(clock);
    final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    final InMemoryDeadLetterQueue deadLetters = new InMemoryDeadLetterQueue();
    final AppId app = Samples.app();
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    final WakeListener listener = new Telling(told);
    final WakeLoop loop = loop(stores.wakeIndex());

    Scheduler() {
        stores.applications().create(Samples.application(app));
    }

    WakeLoop loop(WakeIndex index) {
        return new WakeLoop(
                index,
                stores.held(),
                stores.health(),
                stores.rates(),
                stores.deliveries(),
                queue,
                deadLetters,
                listener);
    }

    /** Notes what it is told, by the name of the method. */
    private record Telling(List<String> told) implements WakeListener {
        @Override
        public void woken(Delivery delivery, Instant due) {
            told.add("woken");
        }

        @Override
        public void released(Delivery delivery) {
            told.add("released");
        }

        @Override
        public void dead(Delivery delivery) {
            told.add("dead");
        }

        @Override
        public void canceled(Delivery delivery) {
            told.add("canceled");
        }
    }

    Instant now() {
        return clock.instant();
    }

    WakeLoop.Report tick() {
        return loop.tick(now());
    }

    /** Ticks every minute, now first, for this long. */
    void tickFor(Duration time) {
        Instant end = now().plus(time);
        while (now().isBefore(end)) {
            tick();
            clock.advance(Duration.ofMinutes(1));
        }
    }

    /** An active endpoint that has not changed for a day. */
    Endpoint endpoint() {
        Endpoint endpoint = Samples.endpoint(app, now().minus(Duration.ofDays(1)));
        stores.endpoints().create(endpoint);
        return endpoint;
    }

    /** A delivery whose first attempt failed. */
    Delivery retrying(Instant next, Delivery.Wait wait) {
        Delivery row = Samples.failedOnce(Samples.first(app, Samples.endpointId(), now()), next, wait, now());
        stores.deliveries().write(null, row);
        return row;
    }

    /** Deliveries that were held now, as the dispatcher holds them: the row, then the look. */
    List<DeliveryKey> held(Endpoint endpoint, HoldReason reason, int number) {
        List<DeliveryKey> keys = java.util.stream.IntStream.range(0, number)
                .mapToObj(i -> {
                    Event event = Samples.event(app, now());
                    var accepted = stores.events()
                            .put(event, now(), List.of(endpoint.id()))
                            .event();
                    DeliveryKey key = DeliveryKey.of(app, event.id(), endpoint.id());
                    stores.deliveries()
                            .write(null, Delivery.first(key, 1, accepted, now()).held(reason, now()));
                    return key;
                })
                .toList();
        stores.held().wakeBy(app, endpoint.id(), now());
        return keys;
    }

    /** Delivers what can be received now; how many attempts were made. */
    int dispatch() {
        int attempts = 0;
        for (DispatchMessage message : queue.take()) {
            attempts += attempt((DispatchMessage.One) message) ? 1 : 0;
        }
        return attempts;
    }

    private boolean attempt(DispatchMessage.One message) {
        Delivery row = row(message.key());
        Admission admission = Admission.of(message.key(), message.series(), row, Samples.accepted(app, now()), now());
        return admission instanceof Admission.Try(Delivery before, Delivery tried)
                && stores.deliveries()
                        .write(
                                before,
                                tried.after(
                                        Samples.success(tried, now()),
                                        new Decision.Delivered(),
                                        Delivery.Wait.MESSAGE,
                                        now()));
    }

    Delivery row(DeliveryKey key) {
        return stores.deliveries().row(key).orElseThrow();
    }

    Status status(DeliveryKey key) {
        return row(key).status();
    }
}
