package dev.sluice.scheduler;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Status;
import dev.sluice.telemetry.LogLine;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.WakeListener;
import java.time.Instant;

/** What the scheduler does with deliveries: a line each, and counted. */
record WakeLog(Metrics metrics) implements WakeListener {

    @Override
    public void woken(Delivery delivery, Instant due) {
        metrics.count("Woken");
        line(LogLine.info("woken"), delivery).with("due", due).print();
    }

    @Override
    public void released(Delivery delivery) {
        metrics.count("Released");
        line(LogLine.info("released"), delivery)
                .with("due", ((Status.Pending) delivery.status()).nextAttemptAt())
                .print();
    }

    @Override
    public void dead(Delivery delivery) {
        String cause = ((Status.Dead) delivery.status()).cause().reason().code();
        metrics.count("Dead." + cause);
        line(LogLine.warn("dead"), delivery).with("cause", cause).print();
    }

    @Override
    public void canceled(Delivery delivery) {
        line(LogLine.info("canceled"), delivery)
                .with("reason", ((Status.Canceled) delivery.status()).reason())
                .print();
    }

    private static LogLine line(LogLine line, Delivery delivery) {
        return line.with("application", delivery.key().app())
                .with("message", delivery.key().id());
    }
}
