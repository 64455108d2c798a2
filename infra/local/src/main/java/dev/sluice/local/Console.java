package dev.sluice.local;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
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
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One readable line per attempt, for whoever watches the terminal. */
final class Console implements DispatchListener {

    private final PrintWriter out;

    Console(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        print(
                "%s  attempt %d  %s  %d ms  %s",
                name(after),
                attempt.number(),
                result(attempt),
                attempt.duration().toMillis(),
                outcome(after, attempt));
    }

    @Override
    public void held(Delivery delivery, @Nullable Attempt attempt) {
        if (attempt == null) {
            print(
                    "%s  held: %s",
                    name(delivery), ((Status.Held) delivery.status()).reason().code());
        }
    }

    @Override
    public void acknowledged(DispatchMessage message, String why) {
        print("%s  %s  no attempt: %s", message.event(), message.group(), why);
    }

    @Override
    public void disabled(Endpoint endpoint) {
        DisabledReason reason = endpoint.disabledReason();
        print("%s  disabled: %s", endpoint.id(), reason == null ? "" : reason.code());
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        print("%s  breaker open: its deliveries are held, one is tried from %s on", endpoint.id(), breaker.probeAt());
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        print("%s  breaker closed: its deliveries are made again", endpoint.id());
    }

    @Override
    public void slow(AppId app, EndpointId endpoint, Instant until) {
        print("%s  slow: its deliveries wait for each other alone until %s", endpoint, until);
    }

    @Override
    public void failed(String what, Throwable failure) {
        print("failed, comes again: %s (%s)", what, failure.getClass().getSimpleName());
    }

    private static String name(Delivery delivery) {
        return delivery.type() + "  " + delivery.key().id();
    }

    private static String result(Attempt attempt) {
        AttemptResult.Kind failure = attempt.failure();
        return failure == null ? String.valueOf(attempt.status()) : failure.code();
    }

    private static String outcome(Delivery after, Attempt attempt) {
        return switch (after.status()) {
            case Status.Delivered _ -> "delivered";
            case Status.Pending pending -> {
                Duration wait = Duration.between(after.updatedAt(), pending.nextAttemptAt());
                yield "again in " + wait.toMillis() + " ms";
            }
            case Status.Dead dead -> "dead: " + dead.cause().reason().code() + " after attempt " + attempt.number();
            case Status.Held held -> "held: " + held.reason().code();
            case Status.Canceled canceled -> "canceled: " + canceled.reason();
        };
    }

    private void print(String format, Object... arguments) {
        synchronized (out) {
            out.println(format.formatted(arguments));
            out.flush();
        }
    }
}
