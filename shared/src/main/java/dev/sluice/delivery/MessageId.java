package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.EventId;
import dev.sluice.event.SortableId;

/**
 * A delivery: one event for one endpoint. Its text, {@code msg_<event>_<endpoint>}, is {@code svix-id}, the body's {@code id} and the
 * row's key, the same on every attempt and replay (Standard Webhooks: {@code webhook-id} is the receiver's idempotency key).
 */
public record MessageId(EventId event, EndpointId endpoint) {

    private static final String PREFIX = "msg_";
    private static final int MIDDLE = PREFIX.length() + SortableId.LENGTH;

    /** Reads the text form. */
    public static MessageId parse(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a message id of the form msg_<event>_<endpoint>");
        }
        return new MessageId(
                EventId.ofBare(text.substring(PREFIX.length(), MIDDLE)), EndpointId.ofBare(text.substring(MIDDLE + 1)));
    }

    /** Whether {@code text} has the form of a message id. */
    public static boolean isValid(String text) {
        return text.length() == MIDDLE + 1 + SortableId.LENGTH
                && text.charAt(MIDDLE) == '_'
                && SortableId.isPrefixed(PREFIX, text.substring(0, MIDDLE))
                && SortableId.isPrefixed("_", text.substring(MIDDLE));
    }

    @Override
    public String toString() {
        return PREFIX + event.bare() + "_" + endpoint.bare();
    }
}
