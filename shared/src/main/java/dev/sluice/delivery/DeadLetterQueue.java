package dev.sluice.delivery;

/**
 * Where a pointer to each dead delivery waits, so that the queue's depth is the alarm and moving the pointer to the dispatch queue is
 * the redrive. The dead row is the truth; a pointer may stand twice.
 */
public interface DeadLetterQueue {

    /** Adds a pointer; its series is the next one. */
    void add(DispatchMessage.One pointer);

    /** A delivery is dead that no redrive can help: nothing points to it, but it is dead all the same. */
    default void addNothingFor(DeliveryKey dead) {}
}
