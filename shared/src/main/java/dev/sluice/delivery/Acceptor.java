package dev.sluice.delivery;

import dev.sluice.delivery.EventStore.Stored;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Accepting: match the endpoints, put the event if absent, send one message. Everything behind it is idempotent, so a duplicate sends
 * again, and a crash between the put and the send is repaired by any redelivery, or by the audit where none comes.
 */
public final class Acceptor {

    private final Subscriptions subscriptions;
    private final EventStore events;
    private final DispatchQueue queue;

    public Acceptor(Subscriptions subscriptions, EventStore events, DispatchQueue queue) {
        this.subscriptions = subscriptions;
        this.events = events;
        this.queue = queue;
    }

    /**
     * Accepts an event. When this returns {@link Accepted}, the event is stored and its message is in the queue.
     *
     * @param now the time of acceptance
     * @throws RuntimeException if the table or the queue fails; the event may then be stored, and accepting it again is harmless
     */
    public Acceptance accept(Event event, Instant now) {
        Optional<List<EndpointId>> endpoints = subscriptions.matching(event.app(), Audience.of(event), event.type());
        return endpoints.isEmpty() ? new UnknownApplication() : accept(event, now, endpoints.get());
    }

    /**
     * Accepts an event for these endpoints, whatever they and others subscribe to.
     *
     * @param endpoints of the event's application
     */
    public Acceptance accept(Event event, Instant now, List<EndpointId> endpoints) {
        return switch (events.put(event, now, endpoints)) {
            case Stored.New(AcceptedEvent stored) -> sent(stored, false);
            case Stored.Duplicate(AcceptedEvent stored) -> sent(stored, true);
            case Stored.Collision _ -> new Collision();
        };
    }

    /** Whether there is such an application. */
    public boolean knows(AppId app) {
        return subscriptions.knows(app);
    }

    private Acceptance sent(AcceptedEvent stored, boolean duplicate) {
        List<DispatchMessage> root = Fanout.root(stored);
        if (!root.isEmpty()) {
            queue.sendAll(root);
        }
        return new Accepted(stored, duplicate);
    }

    /** What became of an event. */
    public sealed interface Acceptance {}

    /**
     * Stored, and on its way.
     *
     * @param event as it is stored, which for a duplicate is as it was first told
     */
    public record Accepted(AcceptedEvent event, boolean duplicate) implements Acceptance {}

    /** Another occurrence has this event's id; nothing was stored. */
    public record Collision() implements Acceptance {}

    /** There is no such application; nothing was stored. */
    public record UnknownApplication() implements Acceptance {}
}
