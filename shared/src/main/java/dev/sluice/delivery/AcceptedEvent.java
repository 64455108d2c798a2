package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import java.time.Instant;
import java.util.List;

/**
 * An event as it was accepted.
 *
 * @param acceptedAt when
 * @param endpoints those that wanted it then, in the order of their creation; fan-out refers to positions in this list
 */
public record AcceptedEvent(Event event, Instant acceptedAt, List<EndpointId> endpoints) {

    /** Copies the endpoints. */
    public AcceptedEvent {
        endpoints = List.copyOf(endpoints);
    }

    /** The key of its row. */
    public EventKey key() {
        return new EventKey(event.app(), event.id());
    }
}
