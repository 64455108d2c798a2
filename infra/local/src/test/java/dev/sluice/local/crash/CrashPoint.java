package dev.sluice.local.crash;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A named seam: the call of a port that is the last thing a container does, or that fails. */
public enum CrashPoint {
    /** The event is stored, its message not sent. */
    AFTER_PUT(EventStore.class, "put"),
    /** The message is sent, the invocation not answered. */
    AFTER_SEND(DispatchQueue.class, "sendAll"),
    /** Half of the messages of a split are sent. */
    MID_SPLIT(DispatchQueue.class, "sendAll"),
    /** Nothing is posted: our code throws, and its container lives. */
    BEFORE_POST(WebhookSender.class, "send"),
    /** The receiver has answered, the row does not know. */
    AFTER_POST_BEFORE_RECORD(WebhookSender.class, "send"),
    /** The row is written, nothing after it is done. */
    AFTER_RECORD(DeliveryStore.class, "write");

    private final Class<?> port;
    private final String method;

    CrashPoint(Class<?> port, String method) {
        this.port = port;
        this.method = method;
    }

    boolean isCallOf(Class<?> called, String name) {
        return port == called && method.equals(name);
    }

    /** Whether the call fails in the place of the container. */
    boolean isSurvived() {
        return this == BEFORE_POST;
    }

    /** What is left of the call's arguments when the container dies in it. */
    Object[] cutShort(Object[] arguments) {
        return this == MID_SPLIT && arguments[0] instanceof List<?> messages
                ? new Object[] {messages.subList(0, messages.size() / 2)}
                : arguments;
    }

    /** The event that a call is about. */
    static EventId event(Object... arguments) {
        return Arrays.stream(arguments)
                .flatMap(argument -> named(argument).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a call that names no event"));
    }

    private static Optional<EventId> named(Object argument) {
        return switch (argument) {
            case Event event -> Optional.of(event.id());
            case Delivery delivery -> Optional.of(delivery.key().id().event());
            case List<?> messages
            when !messages.isEmpty() && messages.getFirst() instanceof DispatchMessage message ->
                Optional.of(message.event());
            case WebhookRequest request ->
                Optional.of(MessageId.parse(request.headers().get("svix-id")).event());
            case null, default -> Optional.empty();
        };
    }
}
