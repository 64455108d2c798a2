package dev.sluice.api;

import dev.sluice.application.IdempotencyStore;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoIdempotencyStore;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.wake.DeadStore;
import dev.sluice.wake.HeldStore;
import dev.sluice.wake.IndexedDeliveries;

/** Events on their way to endpoints. */
record Dispatch(
        IdempotencyStore idempotency,
        EndpointStore endpoints,
        HealthStore health,
        EventStore events,
        DispatchQueue queue,
        DeliveryStore deliveries,
        HeldStore held,
        IndexedDeliveries indexed,
        DeadStore dead,
        DeadLetterQueue deadLetters) {

    /** The real one. */
    static Dispatch of(AwsStack stack) {
        return new Dispatch(
                new DynamoIdempotencyStore(stack.table()),
                stack.endpoints(),
                stack.health(),
                stack.events(),
                stack.dispatchQueue(),
                stack.deliveries(),
                stack.held(),
                stack.indexedDeliveries(),
                stack.deadStore(),
                stack.deadLetters());
    }

    /** Stores events and sends them on. */
    Acceptor acceptor() {
        return new Acceptor(new Subscriptions(endpoints), events, queue);
    }

    /** Tells operators what is done with their application's endpoints. */
    OperationalEvents operations() {
        return new OperationalEvents(new Subscriptions(endpoints), acceptor());
    }
}
