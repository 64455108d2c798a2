package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** The warm handler instances. One serves one invocation at a time; the one last used is used first, as in Lambda. */
final class Containers {
    private final Supplier<? extends RequestHandler<SQSEvent, ?>> coldStart;
    private final Deque<RequestHandler<SQSEvent, ?>> warm = new ConcurrentLinkedDeque<>();

    Containers(Supplier<? extends RequestHandler<SQSEvent, ?>> coldStart) {
        this.coldStart = coldStart;
    }

    /** A warm instance, or a new one. Whoever does not give it back has discarded it. */
    RequestHandler<SQSEvent, ?> take() {
        RequestHandler<SQSEvent, ?> handler = warm.pollFirst();
        return handler == null ? coldStart.get() : handler;
    }

    void giveBack(RequestHandler<SQSEvent, ?> handler) {
        warm.addFirst(handler);
    }
}
