package dev.sluice.delivery;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.EndpointId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Fan-out as a tree: up to a hundred endpoints get their messages, ten requests' worth, and more are split into ten stretches. So no
 * split takes more than ten requests, however many endpoints there are, and one that is handled twice only sends what is idempotent.
 */
public final class Fanout {

    private static final int BRANCHES = 10; // SendMessageBatch: up to 10 entries
    private static final int LEAVES = 100;

    private Fanout() {}

    /** The first message of an accepted event; empty list where no endpoint wants it. */
    public static List<DispatchMessage> root(AcceptedEvent event) {
        EventKey key = event.key();
        return switch (event.endpointCount()) {
            case 0 -> List.of();
            case 1 ->
                List.of(new One(key.app(), key.event(), event.firstEndpoints().getFirst(), 1));
            default -> List.of(new Split(key.app(), key.event(), 0, event.endpointCount()));
        };
    }

    /** Whether a split becomes the messages of its endpoints, which its handler therefore has to know. */
    public static boolean isOfEndpoints(Split split) {
        return split.to() - split.from() <= LEAVES;
    }

    /**
     * The messages that a split becomes, together covering the same endpoints once each.
     *
     * @param endpointAt the event's endpoint at a position; asked only where the split {@linkplain #isOfEndpoints is of endpoints}
     */
    public static List<DispatchMessage> split(Split split, IntFunction<EndpointId> endpointAt) {
        int size = split.to() - split.from();
        int branches = isOfEndpoints(split) ? size : BRANCHES;
        List<DispatchMessage> messages = new ArrayList<>(branches);
        for (int i = 0; i < branches; i++) {
            int from = split.from() + (int) ((long) size * i / branches);
            int to = split.from() + (int) ((long) size * (i + 1) / branches);
            messages.add(
                    isOfEndpoints(split)
                            ? new One(split.app(), split.event(), endpointAt.apply(from), 1)
                            : new Split(split.app(), split.event(), from, to));
        }
        return messages;
    }
}
