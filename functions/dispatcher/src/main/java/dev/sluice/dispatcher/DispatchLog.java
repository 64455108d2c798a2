package dev.sluice.dispatcher;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import dev.sluice.telemetry.LogLine;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the dispatcher does, as log lines. An attempt is one, at its end: what follows from it stands there too. */
final class DispatchLog implements DispatchListener {

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        LogLine line = attempt.isSuccess() ? LogLine.info("attempt") : LogLine.warn("attempt");
        line.with("application", after.key().app())
                .with("message", after.key().id())
                .with("type", after.type())
                .with("series", attempt.series())
                .with("attempt", attempt.number())
                .with("status", attempt.status())
                .with(
                        "failure",
                        attempt.failure() == null ? null : attempt.failure().code())
                .with("duration_ms", attempt.duration().toMillis())
                .with("state", after.status().code());
        switch (after.status()) {
            case Status.Pending pending -> line.with("next_attempt_at", pending.nextAttemptAt());
            case Status.Dead dead -> line.with("cause", dead.cause().reason().code());
            case Status.Held held -> line.with("hold", held.reason().code());
            case Status.Delivered _, Status.Canceled _ -> {}
        }
        line.with("trace", trace).print();
    }

    @Override
    public void held(Delivery delivery, @Nullable Attempt attempt) {
        if (attempt == null) {
            LogLine.warn("held")
                    .with("application", delivery.key().app())
                    .with("message", delivery.key().id())
                    .with("hold", ((Status.Held) delivery.status()).reason().code())
                    .print();
        }
    }

    @Override
    public void dead(Delivery delivery, @Nullable Attempt attempt) {
        if (attempt == null) {
            LogLine.warn("dead")
                    .with("application", delivery.key().app())
                    .with("message", delivery.key().id())
                    .with(
                            "cause",
                            ((Status.Dead) delivery.status()).cause().reason().code())
                    .print();
        }
    }

    @Override
    public void acknowledged(DispatchMessage message, String why) {
        LogLine line =
                LogLine.info("acknowledged").with("application", message.app()).with("event_id", message.event());
        if (message instanceof DispatchMessage.One one) {
            line.with("endpoint", one.endpoint()).with("series", one.series());
        }
        line.with("reason", why).print();
    }

    @Override
    public void notSigned(Endpoint endpoint, String why) {
        LogLine.warn("not_signed")
                .with("application", endpoint.app())
                .with("endpoint", endpoint.id())
                .with("reason", why)
                .print();
    }

    @Override
    public void disabled(Endpoint endpoint) {
        DisabledReason reason = endpoint.disabledReason();
        LogLine.warn("endpoint_disabled")
                .with("application", endpoint.app())
                .with("endpoint", endpoint.id())
                .with("reason", reason == null ? null : reason.code())
                .print();
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        LogLine.warn("breaker_opened")
                .with("application", endpoint.app())
                .with("endpoint", endpoint.id())
                .with("probe_at", breaker.probeAt())
                .print();
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        LogLine.info("breaker_closed")
                .with("application", endpoint.app())
                .with("endpoint", endpoint.id())
                .print();
    }

    @Override
    public void slow(AppId app, EndpointId endpoint, Instant until) {
        LogLine.warn("endpoint_slow")
                .with("application", app)
                .with("endpoint", endpoint)
                .with("until", until)
                .print();
    }

    @Override
    public void failed(String what, Throwable failure) {
        LogLine.error("dispatch_failed").with("message", what).with(failure).print();
    }
}
