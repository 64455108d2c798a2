package dev.sluice.intake;

import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.email.InMemoryEmailStatusStore;
import dev.sluice.email.InMemorySuppressionStore;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.InMemoryEndedObjects;
import dev.sluice.event.Quarantine;
import dev.sluice.wake.InMemoryStores;
import java.time.InstantSource;

/** Intakes over twins. */
public final class Intakes {

    /** Tells nobody: there is no endpoint at all. */
    private static final OperationalEvents NOBODY = nobody();

    private Intakes() {}

    private static OperationalEvents nobody() {
        InMemoryStores stores = InMemoryStores.of(InstantSource.system());
        Subscriptions none = new Subscriptions(stores.endpoints());
        return new OperationalEvents(
                none, new Acceptor(none, stores.events(), new InMemoryDispatchQueue(InstantSource.system())));
    }

    /** With effects that nobody looks at. */
    public static Intake of(Acceptor acceptor, Quarantine quarantine) {
        return new Intake(
                acceptor,
                quarantine,
                new Effects(new InMemorySuppressionStore(), new InMemoryEmailStatusStore(), new InMemoryEndedObjects()),
                NOBODY);
    }
}
