package dev.sluice.wake;

import dev.sluice.delivery.Delivery;
import java.time.Instant;

/**
 * Is told what the scheduler does, as it does it; whoever listens overrides what concerns it. Called from many threads at once; must not
 * block, and what it throws counts as a failure of the tick.
 */
public interface WakeListener {

    /** Hears nothing. */
    WakeListener NONE = new WakeListener() {};

    /**
     * A delivery was woken: sent to the queue.
     *
     * @param due when its attempt is, or was, to be made
     */
    default void woken(Delivery delivery, Instant due) {}

    /** A held delivery was released: sent to the queue. */
    default void released(Delivery delivery) {}

    /** A delivery died without an attempt: held too long, or woken too often. */
    default void dead(Delivery delivery) {}

    /** A held delivery was canceled, since its endpoint is deleted. */
    default void canceled(Delivery delivery) {}
}
