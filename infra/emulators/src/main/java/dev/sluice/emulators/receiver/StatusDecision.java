package dev.sluice.emulators.receiver;

import java.util.OptionalInt;

/** Looks at each request that is to be answered, for example to verify its signature. Called by many threads at once. */
@FunctionalInterface
public interface StatusDecision {

    /**
     * Decides.
     *
     * @return the status instead of the scripted one; empty to leave that
     */
    OptionalInt decide(Received request);
}
