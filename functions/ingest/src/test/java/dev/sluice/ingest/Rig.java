package dev.sluice.ingest;

import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.InMemoryQuarantine;
import dev.sluice.event.Owners;
import dev.sluice.event.Quarantine;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.intake.Intakes;
import dev.sluice.wake.InMemoryStores;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** An ingest over twins, with an application and its one endpoint. */
final class Rig {

    static final InvocationContext CONTEXT = new InvocationContext("ingest", "request-1", Duration.ofSeconds(30));

    final AppId app = Samples.app();
    final SettableClock clock = new SettableClock(Samples.NOON);
    final InMemoryStores stores = InMemoryStores.of(clock);
    final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    final Endpoint endpoint = Samples.endpoint(app, Samples.NOON);

    Rig() {
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
    }

    /** One more application, without endpoints. */
    AppId anotherApplication() {
        AppId another = Samples.app();
        stores.applications().create(Samples.application(another));
        return another;
    }

    Ingest ingest() {
        return ingest(Owners.always(app), stores.events(), quarantine);
    }

    /** One whose owners are others. */
    Ingest ingest(Owners owners) {
        return ingest(owners, stores.events(), quarantine);
    }

    /** One whose table fails the first time that it is to store an event of these. */
    Ingest failingOnceOn(Predicate<Event> unlucky) {
        Faults.Fault once = Faults.first(1, "put");
        return ingest(
                Owners.always(app),
                Faults.in(EventStore.class, stores.events(), (method, arguments) -> {
                    if (method.equals("put") && unlucky.test((Event) arguments.getFirst())) {
                        once.before(method, arguments);
                    }
                }),
                quarantine);
    }

    /** One whose quarantine fails once. */
    Ingest failingOnceToKeep() {
        return ingest(
                Owners.always(app), stores.events(), Faults.in(Quarantine.class, quarantine, Faults.first(1, "keep")));
    }

    private Ingest ingest(Owners owners, EventStore events, Quarantine whereTo) {
        return new Ingest(
                Intakes.of(new Acceptor(new Subscriptions(stores.endpoints()), events, queue), whereTo), owners, clock);
    }

    List<Event> stored() {
        return stores.events().all().stream().map(stored -> stored.event()).toList();
    }

    /** What is stored, by a piece of its data. */
    long storedWith(String text) {
        return stored().stream().filter(event -> event.data().contains(text)).count();
    }

    List<String> rejected() {
        return quarantine.kept().stream().map(RejectedInput::reason).toList();
    }
}
