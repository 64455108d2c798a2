package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;

/** A delivery and the application it belongs to: all that is needed to find its row. */
public record DeliveryKey(AppId app, MessageId id) {

    /** The key of one event for one endpoint. */
    public static DeliveryKey of(AppId app, EventId event, EndpointId endpoint) {
        return new DeliveryKey(app, new MessageId(event, endpoint));
    }

    /** The event's key. */
    public EventKey event() {
        return new EventKey(app, id.event());
    }
}
