package dev.sluice.wake;

import dev.sluice.application.ApiKeyStore;
import dev.sluice.application.ApplicationStore;
import dev.sluice.application.IdempotencyStore;
import dev.sluice.application.OwnerRuleStore;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventStore;
import dev.sluice.email.EmailStatusStore;
import dev.sluice.email.SuppressionStore;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import dev.sluice.event.EndedObjects;
import dev.sluice.event.Quarantine;
import java.time.Duration;

/** All stores over the same rows: the twins, or one table. */
public interface Stores {

    Duration EVENTS_KEPT = Duration.ofDays(30);
    Duration DELIVERIES_KEPT = Duration.ofDays(37);

    ApplicationStore applications();

    ApiKeyStore keys();

    IdempotencyStore idempotency();

    EndpointStore endpoints();

    HealthStore health();

    RateStore rates();

    EventStore events();

    DeliveryStore deliveries();

    HeldStore held();

    WakeIndex wakeIndex();

    UnfinishedCount unfinished();

    IndexedDeliveries indexed();

    DeadStore dead();

    AuditLog auditLog();

    OwnerRuleStore ownerRules();

    SuppressionStore suppressions();

    EmailStatusStore emailStatuses();

    EndedObjects ended();

    Quarantine quarantine();
}
