package dev.sluice.local;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Remembers what the dispatchers told. Thread-safe. */
final class Told implements DispatchListener {

    private final Queue<Delivery> attempted = new ConcurrentLinkedQueue<>();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {
        attempted.add(after);
    }

    @Override
    public void held(Delivery delivery, @Nullable Attempt attempt) {
        failures.add("held: " + delivery.key());
    }

    @Override
    public void acknowledged(DispatchMessage message, String why) {
        acknowledged.add(why);
    }

    @Override
    public void disabled(Endpoint endpoint) {
        failures.add("disabled: " + endpoint.id());
    }

    @Override
    public void breakerOpened(Endpoint endpoint, Breaker breaker) {
        failures.add("breaker opened: " + endpoint.id());
    }

    @Override
    public void breakerClosed(Endpoint endpoint, Breaker breaker) {
        failures.add("breaker closed: " + endpoint.id());
    }

    @Override
    public void slow(AppId app, EndpointId endpoint, Instant until) {
        failures.add("slow: " + endpoint);
    }

    @Override
    public void failed(String what, Throwable failure) {
        failures.add(what + ": " + failure);
    }

    /** The rows as each attempt left them. */
    List<Delivery> attempted() {
        return List.copyOf(attempted);
    }

    /** How many messages were acknowledged without an attempt, by reason. */
    Map<String, Long> acknowledged() {
        return acknowledged.stream().collect(Collectors.groupingBy(why -> why, TreeMap::new, Collectors.counting()));
    }

    /** What no test here expects. */
    List<String> failures() {
        return List.copyOf(failures);
    }
}
