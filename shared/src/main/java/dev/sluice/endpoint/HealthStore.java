package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How endpoints do, which every container of the dispatcher sees. Reads see every write that was answered before. Safe for use by many threads. */
public interface HealthStore {

    /** An endpoint with its health, in one read; empty if there is none, or it is deleted, or it is another application's. */
    Optional<Known> find(AppId app, EndpointId id);

    /** The application's endpoints with their health, in the order of their creation. Deleted ones are not among them. */
    List<Known> list(AppId app);

    /**
     * Marks an endpoint as slow. A mark that ends later stays, and one whose endpoint is gone is not made.
     *
     * @return whether it was changed
     */
    boolean markSlow(AppId app, EndpointId id, Instant until);

    /**
     * Replaces an endpoint's breaker, if that is still as it was read.
     *
     * @return false if it has changed or the endpoint is gone; nothing is written then
     */
    boolean replace(AppId app, EndpointId id, Breaker read, Breaker next);

    /** Notes that an endpoint's secrets open. */
    void secretsOpened(AppId app, EndpointId id, Instant at);

    /** An endpoint, and how it does. */
    record Known(Endpoint endpoint, Health health) {

        /** Whether its secrets may have become usable after that time: it was changed, or a probe was signed. */
        public boolean mayOpenSecretsSince(Instant time) {
            Instant openedAt = health.secretsOpenedAt();
            return endpoint.updatedAt().isAfter(time) || (openedAt != null && openedAt.isAfter(time));
        }
    }
}
