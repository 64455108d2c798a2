package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One invocation, after its messages were dealt with.
 *
 * @param requestId the context's request id
 * @param messages the batch, as the handler saw it
 * @param deleted ids of the messages that are gone from the queue; the others come back by their visibility
 * @param duration from the hand-over to the handler until it was done with; zero when it never saw the batch
 */
public record Invocation(
        String requestId, List<SQSMessage> messages, Outcome outcome, Set<String> deleted, Duration duration) {
    /** Copies the collections. */
    public Invocation {
        messages = List.copyOf(messages);
        deleted = Set.copyOf(deleted);
    }

    /** The ids of the batch, in its order. */
    public List<String> messageIds() {
        return messages.stream().map(SQSMessage::getMessageId).toList();
    }
}
