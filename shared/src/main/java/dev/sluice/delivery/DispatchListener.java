package dev.sluice.delivery;

import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.TraceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is told what the dispatcher does, as it does it; whoever listens overrides what concerns it. Called from many threads at once; must not
 * block for long, and what it throws counts as a failure of the item.
 *
 * <p>An attempt is told of as {@code attemptStarted}, then, once it is recorded, as {@code attempted} and one of {@code retryScheduled},
 * {@code held} and {@code dead} unless it delivered. One that loses a race to be recorded is acknowledged instead.
 */
public interface DispatchListener {

    /** An attempt begins; its request has not left yet. */
    default void attemptStarted(DeliveryKey key, int series, int number) {}

    /**
     * An attempt has ended and is recorded.
     *
     * @param trace the event's, null if it has none
     */
    default void attempted(Delivery after, Attempt attempt, Decision decision, @Nullable TraceId trace) {}

    /** A delivery waits for its next attempt. */
    default void retryScheduled(Delivery delivery, Instant at) {}

    /**
     * A delivery was held.
     *
     * @param attempt that led to it, null if none was made
     */
    default void held(Delivery delivery, @Nullable Attempt attempt) {}

    /**
     * A delivery is dead.
     *
     * @param attempt that led to it, null if none was made
     */
    default void dead(Delivery delivery, @Nullable Attempt attempt) {}

    /**
     * A message was acknowledged without an attempt.
     *
     * @param why a stable code
     */
    default void acknowledged(DispatchMessage message, String why) {}

    /**
     * A delivery of an endpoint cannot be signed, and is held next.
     *
     * @param why a stable code: why a secret does not open, or is of no use to the endpoint's scheme
     */
    default void notSigned(Endpoint endpoint, String why) {}

    /**
     * An endpoint was disabled: its receiver answered 410, or has failed for days.
     *
     * @param endpoint as it is now, with the reason
     */
    default void disabled(Endpoint endpoint) {}

    /**
     * An endpoint's breaker opened: its deliveries are held, but for one at a time.
     *
     * @param breaker as it is now
     */
    default void breakerOpened(Endpoint endpoint, Breaker breaker) {}

    /**
     * An endpoint's breaker closed: its deliveries are made again.
     *
     * @param breaker as it was before, open
     */
    default void breakerClosed(Endpoint endpoint, Breaker breaker) {}

    /** An attempt took so long that its endpoint counts as slow until then. */
    default void slow(AppId app, EndpointId endpoint, Instant until) {}

    /**
     * Our own code, or something it depends on, failed; the message comes again. Must not throw: nobody is left to be told.
     *
     * @param what the message, as far as it could be read
     */
    default void failed(String what, Throwable failure) {}

    /** All of these, told one after another; the first that throws keeps it from those behind it. */
    static DispatchListener all(DispatchListener... listeners) {
        return new DispatchListeners(List.of(listeners));
    }
}
