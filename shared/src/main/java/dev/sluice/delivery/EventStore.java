package dev.sluice.delivery;

import java.util.Optional;

/** Accepted events. Reads see every write that was answered before. Safe for use by many threads. */
public interface EventStore {

    /** Stores an event unless one with its id is there. */
    Stored put(AcceptedEvent event);

    /** An event; empty if there is none, it has expired, or it is another application's. */
    Optional<AcceptedEvent> find(EventKey key);

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
