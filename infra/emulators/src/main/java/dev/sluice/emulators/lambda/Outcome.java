package dev.sluice.emulators.lambda;

import org.jspecify.annotations.Nullable;

/** How an invocation ended. Only {@link Returned} lets messages be deleted. */
public sealed interface Outcome {
    /** The handler returned in time; what it returned says which messages are kept. */
    record Returned(@Nullable Object response) implements Outcome {}

    /** The handler, or its constructor, threw: the whole batch is kept. */
    record Threw(Throwable failure) implements Outcome {}

    /** The function's timeout passed: the whole batch is kept, whatever the handler does later. */
    record TimedOut() implements Outcome {}

    /** No concurrency was free before the messages' visibility ended: the handler never saw them. */
    record Throttled() implements Outcome {}

    /** The container died at a seam, as the test asked. */
    record Crashed(Seam seam) implements Outcome {}
}
