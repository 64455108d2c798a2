package dev.sluice.local;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** Remembers what the dispatchers told. Thread-safe. */
final class Told implements DispatchListener {

    private final Queue<Delivery> attempted = new ConcurrentLinkedQueue<>();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @Override
    public void attempted(Delivery after, Attempt attempt, Decision decision) {
        attempted.add(after);
    }

    @Override
    public void held(Delivery delivery) {
        failures.add("held: " + delivery.key());
    }

    @Override
    public void acknowledged(DispatchMessage message, String why) {
        acknowledged.add(why);
    }

    @Override
    public void disabled(EndpointId endpoint, DisabledReason reason) {
        failures.add("disabled: " + endpoint);
    }

    @Override
    public void breakerOpened(EndpointId endpoint, Instant probeAt) {
        failures.add("breaker opened: " + endpoint);
    }

    @Override
    public void breakerClosed(EndpointId endpoint) {
        failures.add("breaker closed: " + endpoint);
    }

    @Override
    public void slow(EndpointId endpoint, Instant until) {
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
