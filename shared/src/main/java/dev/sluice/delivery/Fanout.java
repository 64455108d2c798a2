package dev.sluice.delivery;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.endpoint.EndpointId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Fan-out as a tree of ten branches: no invocation sends more than ten messages, however many endpoints there are, and a split that is
 * handled twice only sends what is idempotent.
 */
public final class Fanout {

    /** Branches of a split, which is also what one batch request carries. */
    public static final int BRANCHES = 10;

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

    /**
     * The messages that a split becomes, at most ten, together covering the same endpoints once each.
     *
     * @param endpointAt the event's endpoint at a position; asked only for stretches of one
     */
    public static List<DispatchMessage> split(Split split, IntFunction<EndpointId> endpointAt) {
        int size = split.to() - split.from();
        int branches = Math.min(BRANCHES, size);
        List<DispatchMessage> messages = new ArrayList<>(branches);
        for (int i = 0; i < branches; i++) {
            int from = split.from() + (int) ((long) size * i / branches);
            int to = split.from() + (int) ((long) size * (i + 1) / branches);
            messages.add(
                    to - from == 1
                            ? new One(split.app(), split.event(), endpointAt.apply(from), 1)
                            : new Split(split.app(), split.event(), from, to));
        }
        return messages;
    }
}
