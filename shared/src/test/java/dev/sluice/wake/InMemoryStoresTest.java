package dev.sluice.wake;

import dev.sluice.application.ApiKeyStoreContract;
import dev.sluice.application.ApplicationStoreContract;
import dev.sluice.application.IdempotencyStoreContract;
import dev.sluice.application.OwnerRuleStoreContract;
import dev.sluice.delivery.DeliveryStoreContract;
import dev.sluice.delivery.EventStoreContract;
import dev.sluice.email.EmailStatusStoreContract;
import dev.sluice.email.SuppressionStoreContract;
import dev.sluice.endpoint.EndpointStoreContract;
import dev.sluice.endpoint.HealthStoreContract;
import dev.sluice.endpoint.RateStoreContract;
import dev.sluice.event.EndedObjectsContract;
import java.time.InstantSource;
import org.junit.jupiter.api.Nested;

/** The twins keep the contracts. */
class InMemoryStoresTest {

    @Nested
    class Applications extends ApplicationStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class ApiKeys extends ApiKeyStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Idempotency extends IdempotencyStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Endpoints extends EndpointStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Events extends EventStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Deliveries extends DeliveryStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Healths extends HealthStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Rates extends RateStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Held extends HeldStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Index extends WakeIndexContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Indexed extends IndexedDeliveriesContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Dead extends DeadStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Log extends AuditLogContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Owners extends OwnerRuleStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Suppressed extends SuppressionStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class EmailStatuses extends EmailStatusStoreContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }

    @Nested
    class Ended extends EndedObjectsContract {
        @Override
        protected Stores stores(InstantSource clock) {
            return InMemoryStores.of(clock);
        }
    }
}
