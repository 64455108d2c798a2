package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;

/** What travels through the queues: ids, never payloads. */
public sealed interface DispatchMessage {

    /** The tenant. */
    AppId app();

    /** The event. */
    EventId event();

    /** The message group, by which the queue is fair: the endpoint for a delivery, the tenant for a split. */
    String group();

    /**
     * One event for one endpoint.
     *
     * @param series from 1; a higher one than the row's starts the next series
     * @param isPlaced whether a place in its endpoint's rate was taken for it, which it uses when it is received for the first time
     * @param isSecretProbe whether it finds out, for what is held with it, if the endpoint's secrets open again
     */
    record One(AppId app, EventId event, EndpointId endpoint, int series, boolean isPlaced, boolean isSecretProbe)
            implements DispatchMessage {
        /** @throws IllegalArgumentException if the series is below 1 */
        public One {
            if (series < 1) {
                throw new IllegalArgumentException("series is " + series + ", below 1");
            }
        }

        /** Without a place, for itself alone. */
        public One(AppId app, EventId event, EndpointId endpoint, int series) {
            this(app, event, endpoint, series, false, false);
        }

        /** The message for a delivery's row. */
        public static One of(DeliveryKey key, int series) {
            return new One(key.app(), key.id().event(), key.id().endpoint(), series);
        }

        /** This message with a place. */
        public One placed() {
            return new One(app, event, endpoint, series, true, isSecretProbe);
        }

        /** This message as one that finds out whether secrets open. */
        public One probingSecrets() {
            return new One(app, event, endpoint, series, isPlaced, true);
        }

        /** What is the same for every message of the delivery's series. */
        public One plain() {
            return new One(app, event, endpoint, series);
        }

        /** The key of the delivery's row. */
        public DeliveryKey key() {
            return DeliveryKey.of(app, event, endpoint);
        }

        @Override
        public String group() {
            return endpoint.value();
        }
    }

    /**
     * One event for a stretch of its endpoint list.
     *
     * @param from the first position, from 0
     * @param to behind the last
     */
    record Split(AppId app, EventId event, int from, int to) implements DispatchMessage {
        /** @throws IllegalArgumentException if the stretch is empty or begins before 0 */
        public Split {
            if (from < 0 || to <= from) {
                throw new IllegalArgumentException("from " + from + " to " + to + " is no stretch");
            }
        }

        @Override
        public String group() {
            return app.value();
        }
    }
}
