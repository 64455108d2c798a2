package dev.sluice.dispatcher;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.TraceId;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What the dispatcher does, as operational events. Alone among listeners it takes its time: a write and a send, where an operator wants to know. */
record Operations(OperationalEvents events, InstantSource clock) implements DispatchListener {

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        events.delivered(after, clock.instant());
    }

    @Override
    public void dead(Delivery delivery, @Nullable Attempt attempt) {
        events.exhausted(delivery, clock.instant());
    }

    @Override
    public void disabled(Endpoint endpoint) {
        events.disabled(endpoint, clock.instant());
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        events.breakerOpened(endpoint, breaker, clock.instant());
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        events.breakerClosed(endpoint, breaker, clock.instant());
    }
}
