package dev.sluice.emulators.function;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one invocation of a function ended. */
public sealed interface InvocationResult<R> {

    /** The handler returned. */
    record Returned<R>(@Nullable R value) implements InvocationResult<R> {}

    /** The handler threw. */
    record Failed<R>(Throwable cause) implements InvocationResult<R> {}

    /** The handler was still running when its time was over; it has been interrupted. */
    record TimedOut<R>(Duration after) implements InvocationResult<R> {}
}
