package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The delivery rows. Safe for use by many threads. */
public interface DeliveryStore {

    /** The rows and events of these deliveries, in one read that sees every write answered before. */
    Rows readWithEvents(Collection<DeliveryKey> keys);

    /** The rows of these deliveries; reads as {@link #readWithEvents} does, but leaves out a row that cannot be read, and says so. */
    Map<DeliveryKey, Delivery> read(Collection<DeliveryKey> keys);

    /**
     * Writes a row, if the row still is where {@code before} was read: same series, same number of attempts, same status.
     *
     * @param before the row as it was read, null if there was none
     * @return false if something else happened meanwhile; nothing is written then. True if exactly this row is there already: the
     *     answer to a write may be lost, and whoever takes its own write for another's does not act on it
     * @throws IllegalArgumentException if {@code after} {@linkplain Delivery#isForgotten would be forgotten}
     */
    boolean write(@Nullable Delivery before, Delivery after);

    /**
     * Writes a woken row, if in addition nobody has woken it since {@code before} was read. An attempt under way is recorded over it.
     *
     * @return false if something else happened meanwhile; nothing is written then
     */
    boolean claim(Delivery before, Delivery woken);

    /**
     * An endpoint's deliveries, newest event first; may miss what was written in the last second.
     *
     * @param before list those of older events than this one, null for the newest
     * @param limit at least 1
     */
    List<Delivery> list(AppId app, EndpointId endpoint, @Nullable EventId before, int limit);

    /** What one read found; what is missing or expired is absent. */
    record Rows(Map<EventKey, AcceptedEvent> events, Map<DeliveryKey, Delivery> deliveries) {

        /** Copies both. */
        public Rows {
            events = Map.copyOf(events);
            deliveries = Map.copyOf(deliveries);
        }
    }
}
