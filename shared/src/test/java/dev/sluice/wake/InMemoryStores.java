package dev.sluice.wake;

import dev.sluice.application.InMemoryApiKeyStore;
import dev.sluice.application.InMemoryApplicationStore;
import dev.sluice.application.InMemoryIdempotencyStore;
import dev.sluice.application.InMemoryOwnerRuleStore;
import dev.sluice.delivery.InMemoryDeliveryStore;
import dev.sluice.delivery.InMemoryEventStore;
import dev.sluice.email.InMemoryEmailStatusStore;
import dev.sluice.email.InMemorySuppressionStore;
import dev.sluice.endpoint.InMemoryEndpointStore;
import dev.sluice.endpoint.InMemoryHealthStore;
import dev.sluice.endpoint.InMemoryRateStore;
import dev.sluice.event.InMemoryEndedObjects;
import dev.sluice.event.InMemoryQuarantine;
import java.time.InstantSource;

/** The twins, wired over the same rows. */
public record InMemoryStores(
        InMemoryApplicationStore applications,
        InMemoryApiKeyStore keys,
        InMemoryIdempotencyStore idempotency,
        InMemoryEndpointStore endpoints,
        InMemoryHealthStore health,
        InMemoryRateStore rates,
        InMemoryEventStore events,
        InMemoryDeliveryStore deliveries,
        InMemoryHeldStore held,
        InMemoryWakeIndex wakeIndex,
        InMemoryIndexedDeliveries indexed,
        InMemoryDeadStore dead,
        InMemoryAuditLog auditLog,
        InMemoryOwnerRuleStore ownerRules,
        InMemorySuppressionStore suppressions,
        InMemoryEmailStatusStore emailStatuses,
        InMemoryEndedObjects ended,
        InMemoryQuarantine quarantine)
        implements Stores {

    @Override
    public UnfinishedCount unfinished() {
        return wakeIndex;
    }

    /** Empty stores; rows expire by this clock. */
    public static InMemoryStores of(InstantSource clock) {
        InMemoryApplicationStore applications = new InMemoryApplicationStore();
        InMemoryEndpointStore endpoints = new InMemoryEndpointStore(applications, DELIVERIES_KEPT, clock);
        InMemoryEventStore events = new InMemoryEventStore(EVENTS_KEPT, clock);
        InMemoryDeliveryStore deliveries = new InMemoryDeliveryStore(events, DELIVERIES_KEPT, clock);
        InMemoryHeldStore held = new InMemoryHeldStore(endpoints, deliveries);
        return new InMemoryStores(
                applications,
                new InMemoryApiKeyStore(),
                new InMemoryIdempotencyStore(clock),
                endpoints,
                new InMemoryHealthStore(endpoints),
                new InMemoryRateStore(endpoints),
                events,
                deliveries,
                held,
                new InMemoryWakeIndex(deliveries, held),
                new InMemoryIndexedDeliveries(deliveries),
                new InMemoryDeadStore(),
                new InMemoryAuditLog(events, deliveries),
                new InMemoryOwnerRuleStore(),
                new InMemorySuppressionStore(),
                new InMemoryEmailStatusStore(EVENTS_KEPT, clock),
                new InMemoryEndedObjects(EVENTS_KEPT, clock),
                new InMemoryQuarantine());
    }
}
