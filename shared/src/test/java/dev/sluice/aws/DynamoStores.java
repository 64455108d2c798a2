package dev.sluice.aws;

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
import dev.sluice.wake.AuditLog;
import dev.sluice.wake.DeadStore;
import dev.sluice.wake.HeldStore;
import dev.sluice.wake.IndexedDeliveries;
import dev.sluice.wake.Stores;
import dev.sluice.wake.UnfinishedCount;
import java.time.InstantSource;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The DynamoDB adapters over a table of their own. */
public record DynamoStores(
        ApplicationStore applications,
        ApiKeyStore keys,
        IdempotencyStore idempotency,
        EndpointStore endpoints,
        HealthStore health,
        RateStore rates,
        EventStore events,
        DeliveryStore deliveries,
        HeldStore held,
        DynamoWakeIndex wakeIndex,
        IndexedDeliveries indexed,
        DeadStore dead,
        AuditLog auditLog,
        OwnerRuleStore ownerRules,
        SuppressionStore suppressions,
        EmailStatusStore emailStatuses,
        EndedObjects ended,
        Quarantine quarantine)
        implements Stores {

    @Override
    public UnfinishedCount unfinished() {
        return wakeIndex;
    }

    /** Creates the table. Time to live is left off: rows expire by this clock alone. */
    public static DynamoStores create(DynamoDbClient client, String tableName, InstantSource clock) {
        client.createTable(TableSchema.createTable(tableName));
        return over(new Table(client, tableName, clock), clock);
    }

    static DynamoStores over(Table table, InstantSource clock) {
        return new DynamoStores(
                new DynamoApplicationStore(table),
                new DynamoApiKeyStore(table),
                new DynamoIdempotencyStore(table),
                new DynamoEndpointStore(table, DELIVERIES_KEPT, clock),
                new DynamoHealthStore(table),
                new DynamoRateStore(table),
                new DynamoEventStore(table, EVENTS_KEPT, new Random(1)),
                new DynamoDeliveryStore(table, DELIVERIES_KEPT),
                new DynamoHeldStore(table),
                new DynamoWakeIndex(table),
                new DynamoIndexedDeliveries(table),
                new DynamoDeadStore(table),
                new DynamoAuditLog(table),
                new DynamoOwnerRuleStore(table),
                new DynamoSuppressionStore(table),
                new DynamoEmailStatusStore(table, EVENTS_KEPT),
                new DynamoEndedObjects(table, EVENTS_KEPT),
                new DynamoQuarantine(table));
    }
}
