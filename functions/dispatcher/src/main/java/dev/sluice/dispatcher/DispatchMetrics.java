package dev.sluice.dispatcher;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import dev.sluice.telemetry.Metrics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the dispatcher does, as metrics, under the names of {@code docs/contract.md}, "Telemetry". */
record DispatchMetrics(Metrics metrics) implements DispatchListener {

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        metrics.count("Attempts");
        metrics.measure(
                "AttemptLatency", Metrics.Unit.MILLISECONDS, attempt.duration().toMillis());
        metrics.count("Outcomes." + after.status().code());
        if (!attempt.isSuccess()) {
            metrics.count("Failures."
                    + (attempt.failure() == null ? "status" : attempt.failure().code()));
        }
    }

    @Override
    public void held(Delivery delivery, @Nullable Attempt attempt) {
        metrics.count("Held." + ((Status.Held) delivery.status()).reason().code());
    }

    @Override
    public void dead(Delivery delivery, @Nullable Attempt attempt) {
        metrics.count(
                "Dead." + ((Status.Dead) delivery.status()).cause().reason().code());
    }

    @Override
    public void disabled(Endpoint endpoint) {
        metrics.count("EndpointsDisabled");
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        metrics.count("BreakersOpened");
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        metrics.count("BreakersClosed");
    }

    @Override
    public void slow(AppId app, EndpointId endpoint, Instant until) {
        metrics.count("EndpointsSlow");
    }

    @Override
    public void failed(String what, Throwable failure) {
        metrics.count("DispatchFailures");
    }
}
