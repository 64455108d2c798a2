package dev.sluice.wake;

import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Held deliveries by endpoint, and when the scheduler looks at an endpoint's. Whoever holds a delivery calls {@link #wakeBy} after the
 * row is written, so that no held delivery is without a time at which somebody looks. Safe for use by many threads.
 */
public interface HeldStore {

    /** Makes the scheduler look at the endpoint no later than {@code at}. */
    void wakeBy(AppId app, EndpointId endpoint, Instant at);

    /**
     * Takes the endpoint for one look, if its time has come.
     *
     * @param next when somebody else may take it, should this look not end
     * @return the share that the last look left, 0 at first; empty if another took it
     */
    Optional<Integer> take(AppId app, EndpointId endpoint, Instant now, Instant next);

    /**
     * Ends a look.
     *
     * @param taken the {@code next} of {@link #take}; if a {@link #wakeBy} came meanwhile, nothing changes
     * @param next when to look again, null for never
     * @param share what the next look is told, such as how many deliveries this one might release
     */
    void settle(AppId app, EndpointId endpoint, Instant taken, @Nullable Instant next, int share);

    /**
     * An endpoint's held deliveries, about the longest held first.
     *
     * @param limit at least 1
     */
    List<DeliveryKey> held(AppId app, EndpointId endpoint, int limit);
}
