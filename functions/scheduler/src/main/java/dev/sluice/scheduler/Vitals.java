package dev.sluice.scheduler;

import dev.sluice.delivery.DispatchQueue;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.Ledger;
import dev.sluice.wake.Unfinished;
import dev.sluice.wake.UnfinishedCount;
import dev.sluice.wake.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How everything does, as the scheduler can tell once a tick: {@code docs/contract.md}, "Telemetry". */
record Vitals(Metrics metrics, UnfinishedCount count, DispatchQueue queue, DispatchQueue slowQueue) {

    /** How many deliveries are dead and neither redriven nor purged. */
    void note(long deadUnresolved) {
        metrics.count("DeadUnresolved", deadUnresolved);
    }

    /** What the waking found. */
    void note(WakeLoop.Report report, Instant now) {
        Instant oldest = report.oldestDue();
        metrics.measure(
                "OldestPending",
                Metrics.Unit.SECONDS,
                oldest == null ? 0 : Duration.between(oldest, now).toSeconds());
    }

    /** What the audit found; nothing where it had no window to look at. */
    void note(List<Ledger> ledgers) {
        ledgers.forEach(ledger -> metrics.count("LedgerGap", ledger.missing()));
    }

    /** What rows and queues say now. */
    void look() {
        Unfinished unfinished = count.unfinished();
        metrics.count("Pending", unfinished.pending());
        metrics.count("Held", unfinished.held());
        metrics.count("Backlog", queue.backlog());
        metrics.count("InFlight", queue.inFlight());
        metrics.count("SlowBacklog", slowQueue.backlog());
        metrics.count("SlowInFlight", slowQueue.inFlight());
    }
}
