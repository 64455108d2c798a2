package dev.sluice.delivery;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The delivery rows. Safe for use by many threads. */
public interface DeliveryStore {

    /**
     * The rows that a batch of messages needs, in one read that sees every write answered before.
     *
     * @param events of splits, which need no delivery row
     * @param deliveries whose rows and events are wanted
     */
    Rows read(Collection<EventKey> events, Collection<DeliveryKey> deliveries);

    /**
     * Writes a row, if the row still is where {@code before} was read: same series, same number of attempts, same status.
     *
     * @param before the row as it was read, null if there was none
     * @return false if something else happened meanwhile; nothing is written then
     */
    boolean write(@Nullable Delivery before, Delivery after);

    /**
     * Writes a woken row, if in addition nobody has woken it since {@code before} was read. An attempt under way is recorded over it.
     *
     * @return false if something else happened meanwhile; nothing is written then
     */
    boolean claim(Delivery before, Delivery woken);

    /** What one read found; what is missing or expired is absent. */
    record Rows(Map<EventKey, AcceptedEvent> events, Map<DeliveryKey, Delivery> deliveries) {

        /** Copies both. */
        public Rows {
            events = Map.copyOf(events);
            deliveries = Map.copyOf(deliveries);
        }
    }
}
