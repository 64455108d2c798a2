package dev.sluice.event;

import java.time.Instant;

/** Objects of providers that have ended for good. Reads see every write that was answered before. Safe for use by many threads. */
public interface EndedObjects {

    /**
     * Notes an end; a second time changes nothing.
     *
     * @param now when it was accepted; it is remembered as long as events are from then
     */
    void add(AppId app, String object, Instant at, Instant now);

    /** Whether an object has ended. */
    boolean contains(AppId app, String object);
}
