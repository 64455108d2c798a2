package dev.sluice.dispatcher;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import dev.sluice.wake.HeldStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Works the endpoints' breakers, which all containers share. Each change is a conditional write, so that of many containers one makes the
 * probe. An endpoint that does well costs no write. Safe for use by many threads.
 */
final class Breakers {

    /** Tries of a change that others make too. A failure or success that is not counted then is one of many. */
    private static final int TRIES = 3;

    private final HealthStore health;
    private final RecentEndpoints endpoints;
    private final HeldStore held;
    private final Disabling disabling;
    private final DispatchListener listener;
    private final InstantSource clock;

    Breakers(
            HealthStore health,
            RecentEndpoints endpoints,
            HeldStore held,
            Disabling disabling,
            DispatchListener listener,
            InstantSource clock) {
        this.health = health;
        this.endpoints = endpoints;
        this.held = held;
        this.disabling = disabling;
        this.listener = listener;
        this.clock = clock;
    }

    /** Whether a delivery of the endpoint is the probe: one caller's is, however many ask at once. */
    boolean takeProbe(AppId app, EndpointId id, Breaker known) {
        Instant now = clock.instant();
        boolean isTaken = known.takesProbe(now) && health.replace(app, id, known, known.probing(now));
        endpoints.forget(app, id);
        return isTaken;
    }

    /**
     * Notes how an attempt ended. Never throws: the attempt is recorded, and the next one says the same.
     *
     * @param endpoint as it was attempted
     * @param isTest whether it was a test, whose success helps an open breaker to close and forgets no failure of a closed one: a receiver
     *     may take what it is tested with, and nothing else
     */
    void note(Endpoint endpoint, AttemptResult result, Decision decision, boolean isTest) {
        try {
            switch (decision) {
                case Decision.Delivered _ -> succeeded(endpoint, isTest);
                case Decision.EndpointGone _ -> {} // nobody asks its breaker any more
                case Decision.TestFailed _ -> {} // whoever tries things out shall not hold what others wait for
                case Decision.RetryAt _, Decision.ProbeFailed _ -> failed(endpoint);
                case Decision.GiveUp _ -> {
                    if (!isRefusedAddress(result)) { // which says what the customer typed, not how the receiver does
                        failed(endpoint);
                    }
                }
            }
        } catch (RuntimeException e) {
            listener.failed("the breaker of " + endpoint.id(), e);
        }
    }

    private static boolean isRefusedAddress(AttemptResult result) {
        return result instanceof AttemptResult.Failed failed && failed.kind() == AttemptResult.Kind.ADDRESS_REFUSED;
    }

    private void succeeded(Endpoint endpoint, boolean isTest) {
        Instant now = clock.instant();
        change(
                        endpoint,
                        breaker ->
                                (isTest ? breaker.isOpen() : breaker.isTroubled()) ? breaker.succeeded(now) : breaker)
                .filter(Change::wasOpen)
                .ifPresent(change -> {
                    held.wakeBy(endpoint.app(), endpoint.id(), now); // the next probe, or all that waited
                    if (!change.after().isOpen()) {
                        listener.breakerClosed(endpoint, change.before());
                    }
                });
    }

    private void failed(Endpoint endpoint) {
        Instant now = clock.instant();
        Optional<Change> change = change(endpoint, breaker -> breaker.failed(now));
        change.filter(made -> !made.wasOpen() && made.after().isOpen())
                .ifPresent(made -> listener.breakerOpened(endpoint, made.after()));
        if (endpoints
                .find(endpoint.app(), endpoint.id())
                .filter(known -> known.health().breaker().isHopeless(now))
                .isPresent()) {
            disabling.disable(endpoint, DisabledReason.FAILING, now);
        }
    }

    private static boolean isMoved(Endpoint attempted, Endpoint found) {
        return !found.settings().url().equals(attempted.settings().url());
    }

    private record Change(Breaker before, Breaker after) {
        boolean wasOpen() {
            return before.isOpen();
        }
    }

    /** Makes a change; what was made, if there was one to make and nobody was faster each time. */
    private Optional<Change> change(Endpoint endpoint, UnaryOperator<Breaker> how) {
        for (int i = 0; i < TRIES; i++) {
            Optional<HealthStore.Known> known = endpoints.find(endpoint.app(), endpoint.id());
            if (known.isEmpty() || isMoved(endpoint, known.get().endpoint())) {
                return Optional.empty(); // deleted or moved since: this attempt says nothing of it
            }
            Breaker before = known.get().health().breaker();
            Breaker after = how.apply(before);
            if (after.equals(before)) {
                return Optional.empty();
            }
            boolean isMade = health.replace(endpoint.app(), endpoint.id(), before, after);
            endpoints.forget(endpoint.app(), endpoint.id());
            if (isMade) {
                return Optional.of(new Change(before, after));
            }
        }
        return Optional.empty();
    }
}
