package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import dev.sluice.event.SortableId;
import java.time.Duration;
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

    /** How long after its own time an event may be accepted and still be found by that time. */
    private static final Duration LATE = Duration.ofMinutes(5);

    /** Copies the endpoints. */
    public AcceptedEvent {
        firstEndpoints = List.copyOf(firstEndpoints);
    }

    /** An event with the whole list of its endpoints. */
    public static AcceptedEvent of(Event event, Instant acceptedAt, List<EndpointId> endpoints) {
        return new AcceptedEvent(
                event, acceptedAt, endpoints.size(), endpoints.subList(0, Math.min(FIRST, endpoints.size())));
    }

    /**
     * Whether its own time, which is its id's, is not that of its acceptance: the audit, which reads events by their own time soon after
     * it, would miss it and finds it by a marker.
     */
    public boolean isOffItsTime() {
        Instant time = Instant.ofEpochMilli(SortableId.epochMillis(event.id().bare()));
        return time.isBefore(acceptedAt.minus(LATE)) || time.isAfter(acceptedAt);
    }

    /** The key of its row. */
    public EventKey key() {
        return new EventKey(event.app(), event.id());
    }
}
