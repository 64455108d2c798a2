package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepted events. Reads see every write that was answered before, unless they say otherwise. Safe for use by many threads. */
public interface EventStore {

    /**
     * Stores an event unless one with its id is there.
     *
     * @param endpoints all that want it; their order is kept
     */
    Stored put(Event event, Instant acceptedAt, List<EndpointId> endpoints);

    /** An event; empty if there is none, it has expired, or it is another application's. */
    Optional<AcceptedEvent> find(EventKey key);

    /** Those of these events that there are: of what has expired, nothing can be sent any more. */
    Set<EventKey> kept(Collection<EventKey> keys);

    /**
     * A stretch of an event's endpoint list.
     *
     * @param from the first position, from 0
     * @param to behind the last; what is behind the list's end is not there
     * @return empty also if there is no such event
     */
    List<EndpointId> endpoints(EventKey key, int from, int to);

    /**
     * An application's events, newest first by their own time; may miss what was written in the last second.
     *
     * @param before list those older than this one, null for the newest
     * @param limit at least 1
     */
    List<AcceptedEvent> list(AppId app, @Nullable EventId before, int limit);

    /** What became of a put. */
    sealed interface Stored {

        /** The event as it is stored now. */
        AcceptedEvent event();

        /** It was not there before. */
        record New(AcceptedEvent event) implements Stored {}

        /** The same occurrence was there: this is what it said then. */
        record Duplicate(AcceptedEvent event) implements Stored {}

        /** Another occurrence has this id; nothing was written. */
        record Collision(AcceptedEvent event) implements Stored {}
    }
}
