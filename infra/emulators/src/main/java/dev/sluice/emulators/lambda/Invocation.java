package dev.sluice.emulators.lambda;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one invocation of a function ended. */
public sealed interface Invocation<R> {

    /** The handler returned. */
    record Returned<R>(@Nullable R value) implements Invocation<R> {}

    /** The handler threw. */
    record Failed<R>(Throwable cause) implements Invocation<R> {}

    /** The handler was still running when its time was over; it has been interrupted. */
    record TimedOut<R>(Duration after) implements Invocation<R> {}
}
