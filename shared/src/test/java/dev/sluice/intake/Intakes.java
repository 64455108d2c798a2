package dev.sluice.intake;

import dev.sluice.delivery.Acceptor;
import dev.sluice.email.InMemoryEmailStatusStore;
import dev.sluice.email.InMemorySuppressionStore;
import dev.sluice.event.InMemoryEndedObjects;
import dev.sluice.event.Quarantine;

/** Intakes over twins. */
public final class Intakes {

    private Intakes() {}

    /** With effects that nobody looks at. */
    public static Intake of(Acceptor acceptor, Quarantine quarantine) {
        return new Intake(
                acceptor,
                quarantine,
                new Effects(
                        new InMemorySuppressionStore(), new InMemoryEmailStatusStore(), new InMemoryEndedObjects()));
    }
}
