package dev.sluice.delivery;

import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import java.time.Instant;

/**
 * Is told what the dispatcher does, as it does it. Called from many threads at once; must not block, and what it throws counts as a
 * failure of the item.
 */
public interface DispatchListener {

    /** An attempt was made and recorded. */
    void attempted(Delivery after, Attempt attempt, Decision decision);

    /** A delivery was held. */
    void held(Delivery delivery);

    /**
     * A message was acknowledged without an attempt.
     *
     * @param why a stable code
     */
    void acknowledged(DispatchMessage message, String why);

    /** An endpoint was disabled: its receiver answered 410, or has failed for days. */
    void disabled(EndpointId endpoint, DisabledReason reason);

    /** An endpoint's breaker opened: its deliveries are held, but for one at a time. */
    void breakerOpened(EndpointId endpoint, Instant probeAt);

    /** An endpoint's breaker closed: its deliveries are made again. */
    void breakerClosed(EndpointId endpoint);

    /** An attempt took so long that its endpoint counts as slow until then. */
    void slow(EndpointId endpoint, Instant until);

    /**
     * Our own code, or something it depends on, failed; the message comes again. Must not throw: nobody is left to be told.
     *
     * @param what the message, as far as it could be read
     */
    void failed(String what, Throwable failure);
}
