package dev.sluice.emulators.lambda;

/** Learns of every invocation, throttled and crashed ones too; called by several threads at once. */
@FunctionalInterface
public interface InvocationObserver {
    /** Looks away. */
    InvocationObserver NONE = invocation -> {};

    /** An invocation is over and its messages are dealt with. */
    void ended(Invocation invocation);
}
