package dev.sluice.delivery;

import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several listeners as one. */
record DispatchListeners(List<DispatchListener> listeners) implements DispatchListener {

    @Override
    public void attemptStarted(DeliveryKey key, int series, int number) {
        listeners.forEach(each -> each.attemptStarted(key, series, number));
    }

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        listeners.forEach(each -> each.attempted(after, attempt, decision, trace));
    }

    @Override
    public void retryScheduled(Delivery delivery, Instant at) {
        listeners.forEach(each -> each.retryScheduled(delivery, at));
    }

    @Override
    public void held(Delivery delivery, @Nullable Attempt attempt) {
        listeners.forEach(each -> each.held(delivery, attempt));
    }

    @Override
    public void dead(Delivery delivery, @Nullable Attempt attempt) {
        listeners.forEach(each -> each.dead(delivery, attempt));
    }

    @Override
    public void acknowledged(DispatchMessage message, String why) {
        listeners.forEach(each -> each.acknowledged(message, why));
    }

    @Override
    public void notSigned(Endpoint endpoint, String why) {
        listeners.forEach(each -> each.notSigned(endpoint, why));
    }

    @Override
    public void disabled(Endpoint endpoint) {
        listeners.forEach(each -> each.disabled(endpoint));
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        listeners.forEach(each -> each.breakerOpened(endpoint, breaker));
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        listeners.forEach(each -> each.breakerClosed(endpoint, breaker));
    }

    @Override
    public void slow(AppId app, EndpointId endpoint, Instant until) {
        listeners.forEach(each -> each.slow(app, endpoint, until));
    }

    @Override
    public void failed(String what, Throwable failure) {
        listeners.forEach(each -> each.failed(what, failure));
    }
}
