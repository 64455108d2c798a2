package dev.sluice.aws;

import dev.sluice.application.ApiKeyStoreContract;
import dev.sluice.application.ApplicationStoreContract;
import dev.sluice.application.IdempotencyStoreContract;
import dev.sluice.application.OwnerRuleStoreContract;
import dev.sluice.delivery.DeliveryStoreContract;
import dev.sluice.delivery.EventStoreContract;
import dev.sluice.email.EmailStatusStoreContract;
import dev.sluice.email.SuppressionStoreContract;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.endpoint.EndpointStoreContract;
import dev.sluice.endpoint.HealthStoreContract;
import dev.sluice.endpoint.RateStoreContract;
import dev.sluice.event.EndedObjectsContract;
import dev.sluice.wake.AuditLogContract;
import dev.sluice.wake.DeadStoreContract;
import dev.sluice.wake.HeldStoreContract;
import dev.sluice.wake.IndexedDeliveriesContract;
import dev.sluice.wake.Stores;
import dev.sluice.wake.WakeIndexContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The DynamoDB adapters keep the contracts. */
class DynamoStoresTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Nested
    class Applications extends ApplicationStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class ApiKeys extends ApiKeyStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Idempotency extends IdempotencyStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Endpoints extends EndpointStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Events extends EventStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Healths extends HealthStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Rates extends RateStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Held extends HeldStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Index extends WakeIndexContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Indexed extends IndexedDeliveriesContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Dead extends DeadStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Log extends AuditLogContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Owners extends OwnerRuleStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Suppressed extends SuppressionStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class EmailStatuses extends EmailStatusStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }

    @Nested
    class Ended extends EndedObjectsContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return DynamoStores.create(DYNAMO_DB.client(), DYNAMO_DB.tableName(), clock);
        }
    }
}
