package dev.sluice.dispatcher;

import dev.sluice.delivery.DispatchListener;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.EndpointStore;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Disables endpoints that cannot be delivered to any more. Safe for use by many threads. */
final class Disabling {

    private final EndpointStore store;
    private final RecentEndpoints endpoints;
    private final DispatchListener listener;

    Disabling(EndpointStore store, RecentEndpoints endpoints, DispatchListener listener) {
        this.store = store;
        this.endpoints = endpoints;
        this.listener = listener;
    }

    /** Disables an endpoint, unless somebody else did or it is not where it was attempted any more. */
    void disable(Endpoint attempted, DisabledReason reason, Instant now) {
        Optional<Endpoint> current = Optional.of(attempted);
        while (current.filter(found -> isStillAt(attempted.settings().url(), found))
                .isPresent()) {
            Endpoint disabled = current.get().withStatus(EndpointStatus.DISABLED, reason, now);
            if (store.replace(current.get(), disabled)) {
                listener.disabled(disabled);
                break;
            }
            current = store.find(attempted.app(), attempted.id()); // somebody changed it meanwhile
        }
        endpoints.forget(attempted.app(), attempted.id());
    }

    /** An endpoint that was moved while the attempt was under way is not the one that failed. */
    private static boolean isStillAt(URI url, Endpoint found) {
        return found.status() == EndpointStatus.ACTIVE && found.settings().url().equals(url);
    }
}
