package dev.sluice.wake;

import dev.sluice.delivery.DispatchMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits in the dead-letter queue. Safe for use by many threads. */
public interface Pointers {

    /** About how many can be received. */
    long depth();

    /** Receives up to ten, which nobody else sees for a minute; empty if there are none to be had. */
    List<Pointer> receive();

    /** Deletes these. */
    void delete(List<Pointer> pointers);

    /** Makes these visible again at once. */
    void giveBack(List<Pointer> pointers);

    /**
     * A received message.
     *
     * @param receipt by which it is deleted or given back
     * @param message null where it is nothing that points to one delivery
     */
    record Pointer(String receipt, DispatchMessage.@Nullable One message) {}
}
