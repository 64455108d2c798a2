package dev.sluice.dispatcher;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers what the dispatcher told. */
final class Told implements DispatchListener {

    private final List<Attempt> attempts = new ArrayList<>();
    private final List<Delivery> held = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final Map<EndpointId, DisabledReason> disabled = new HashMap<>();
    private final List<String> breakers = new ArrayList<>();
    private final List<EndpointId> slow = new ArrayList<>();
    private final List<String> notSigned = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();

    @Override
    public synchronized void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        attempts.add(attempt);
    }

    @Override
    public synchronized void held(Delivery delivery, @Nullable Attempt attempt) {
        if (attempt == null) {
            held.add(delivery);
        }
    }

    @Override
    public synchronized void acknowledged(DispatchMessage message, String why) {
        acknowledged.add(why);
    }

    @Override
    public synchronized void notSigned(Endpoint endpoint, String why) {
        notSigned.add(why);
    }

    /** Why deliveries could not be signed. */
    synchronized List<String> notSigned() {
        return List.copyOf(notSigned);
    }

    @Override
    public synchronized void disabled(Endpoint endpoint) {
        disabled.put(endpoint.id(), endpoint.disabledReason());
    }

    @Override
    public synchronized void breakerOpened(Endpoint endpoint, Breaker breaker) {
        breakers.add("opened");
    }

    @Override
    public synchronized void breakerClosed(Endpoint endpoint, Breaker breaker) {
        breakers.add("closed");
    }

    @Override
    public synchronized void slow(AppId app, EndpointId endpoint, Instant until) {
        slow.add(endpoint);
    }

    @Override
    public synchronized void failed(String what, Throwable failure) {
        failures.add(failure);
    }

    synchronized List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    synchronized List<Delivery> held() {
        return List.copyOf(held);
    }

    /** The codes of what was acknowledged without an attempt. */
    synchronized List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized Map<EndpointId, DisabledReason> disabled() {
        return Map.copyOf(disabled);
    }

    /** What breakers did, as {@code opened} and {@code closed}. */
    synchronized List<String> breakers() {
        return List.copyOf(breakers);
    }

    synchronized List<EndpointId> slow() {
        return List.copyOf(slow);
    }

    synchronized List<Throwable> failures() {
        return List.copyOf(failures);
    }
}
