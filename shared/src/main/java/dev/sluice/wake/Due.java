package dev.sluice.wake;

import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;

/** Something whose time in the wake index has come. */
public sealed interface Due {

    /** A delivery whose next attempt is near, or whose message was lost. */
    record OfDelivery(DeliveryKey key) implements Due {}

    /** An endpoint that has, or had, held deliveries. */
    record OfEndpoint(AppId app, EndpointId endpoint) implements Due {}
}
