package dev.sluice.wake;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.EventKey;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the audit reads. Its reads may miss what was written in the last second, which is never what it looks at. */
public interface AuditLog {

    /** Up to where the audit has come; empty before the first. */
    Optional<Instant> auditedUntil();

    /** Notes that everything before this time has been audited. */
    void auditedUntil(Instant time);

    /** Every event of an application whose own time is in a window: {@code from} and later, before {@code to}; one at a time, in no order. */
    void forEachEvent(AppId app, Instant from, Instant to, Consumer<AcceptedEvent> action);

    /** The events accepted in a minute whose own time is another. */
    List<EventKey> marked(Instant minute);

    /** The rows of these deliveries; those missing are absent. */
    Map<DeliveryKey, Delivery> deliveries(Collection<DeliveryKey> keys);
}
