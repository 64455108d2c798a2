package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import java.time.Instant;
import java.util.List;

/**
 * An event as it was accepted.
 *
 * @param acceptedAt when, in milliseconds
 * @param endpointCount how many endpoints wanted it then; fan-out refers to positions in that list
 * @param firstEndpoints the list's first {@value #FIRST} at most, in the order of the endpoints' creation
 */
public record AcceptedEvent(Event event, Instant acceptedAt, int endpointCount, List<EndpointId> firstEndpoints) {

    /** How many endpoints stand on the event's own row. */
    public static final int FIRST = 100;

    /** Copies the endpoints. */
    public AcceptedEvent {
        firstEndpoints = List.copyOf(firstEndpoints);
    }

    /** An event with the whole list of its endpoints. */
    public static AcceptedEvent of(Event event, Instant acceptedAt, List<EndpointId> endpoints) {
        return new AcceptedEvent(
                event, acceptedAt, endpoints.size(), endpoints.subList(0, Math.min(FIRST, endpoints.size())));
    }

    /** The key of its row. */
    public EventKey key() {
        return new EventKey(event.app(), event.id());
    }
}
