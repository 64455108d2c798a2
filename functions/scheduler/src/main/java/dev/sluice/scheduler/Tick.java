package dev.sluice.scheduler;

import dev.sluice.telemetry.LogLine;
import dev.sluice.wake.Audit;
import dev.sluice.wake.Ledger;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What one tick does, and says. The audit has its turn even if the waking fails. */
final class Tick {

    private final WakeLoop wakes;
    private final PointerCleaning pointers;
    private final Unresolved unresolved;
    private final Audit audit;
    private final Vitals vitals;
    private final InstantSource clock;

    Tick(
            WakeLoop wakes,
            PointerCleaning pointers,
            Unresolved unresolved,
            Audit audit,
            Vitals vitals,
            InstantSource clock) {
        this.wakes = wakes;
        this.pointers = pointers;
        this.unresolved = unresolved;
        this.audit = audit;
        this.vitals = vitals;
        this.clock = clock;
    }

    /**
     * Runs. Whatever fails, what was learned until then is published.
     *
     * @param functionName for the metrics
     * @param timeLeft whether there is time to begin another part
     */
    void run(String functionName, BooleanSupplier timeLeft) {
        Instant now = clock.instant();
        try {
            wakeAndAudit(now, timeLeft);
            vitals.look();
        } finally {
            vitals.metrics().print(functionName, now);
        }
    }

    private void wakeAndAudit(Instant now, BooleanSupplier timeLeft) {
        try {
            wake(now, timeLeft);
        } finally {
            List<Ledger> ledgers = audit.run(now, timeLeft);
            vitals.note(ledgers);
            ledgers.forEach(Tick::print);
        }
    }

    private void wake(Instant now, BooleanSupplier timeLeft) {
        WakeLoop.Report report = wakes.tick(now);
        vitals.note(report, now);
        int cleaned = pointers.run(now, timeLeft);
        long deadUnresolved = unresolved.count(now, timeLeft);
        vitals.note(deadUnresolved);
        LogLine line = report.paused() ? LogLine.warn("tick") : LogLine.info("tick");
        line.with("woken", report.woken())
                .with("moved", report.moved())
                .with("paused", report.paused())
                .with("pointers_cleaned", cleaned)
                .with("dead_unresolved", deadUnresolved)
                .print();
    }

    private static void print(Ledger ledger) {
        LogLine line = ledger.missing() == 0 ? LogLine.info("ledger") : LogLine.warn("ledger");
        line.with("from", ledger.from())
                .with("to", ledger.to())
                .with("events", ledger.events())
                .with("pairs", ledger.pairs())
                .with("delivered", ledger.delivered())
                .with("pending", ledger.pending())
                .with("held", ledger.held())
                .with("dead", ledger.dead())
                .with("canceled", ledger.canceled())
                .with("missing", ledger.missing())
                .print();
    }
}
