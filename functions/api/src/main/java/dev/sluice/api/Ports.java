package dev.sluice.api;

import dev.sluice.application.ApiKeyStore;
import dev.sluice.application.ApplicationStore;
import dev.sluice.application.IdempotencyStore;
import dev.sluice.aws.AwsClients;
import dev.sluice.aws.DynamoApiKeyStore;
import dev.sluice.aws.DynamoApplicationStore;
import dev.sluice.aws.DynamoDeliveryStore;
import dev.sluice.aws.DynamoEndpointStore;
import dev.sluice.aws.DynamoEventStore;
import dev.sluice.aws.DynamoHeldStore;
import dev.sluice.aws.DynamoIdempotencyStore;
import dev.sluice.aws.Table;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.endpoint.BoundedResolver;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HostResolver;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.VettedResolver;
import dev.sluice.signature.FileKeySealer;
import dev.sluice.signature.SecretSealer;
import dev.sluice.wake.HeldStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * What the api works with.
 *
 * @param askTable returns if the table answers, throws if it does not
 * @param clock gives whole milliseconds, as rows and answers have them
 * @param random for ids, keys and secrets; safe for many threads
 */
record Ports(
        ApplicationStore applications,
        ApiKeyStore keys,
        IdempotencyStore idempotency,
        EndpointStore endpoints,
        EventStore events,
        DeliveryStore deliveries,
        HeldStore held,
        DispatchQueue queue,
        Runnable askTable,
        SecretSealer sealer,
        UrlPolicy urls,
        InstantSource clock,
        RandomGenerator random) {

    /** A person waits for the answer, and API Gateway for 30 s at most. */
    private static final Duration DNS_LIMIT = Duration.ofSeconds(5);

    /** Makes the clock one of whole milliseconds. */
    Ports {
        InstantSource finer = clock;
        clock = () -> finer.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The real ones. */
    static Ports of(ApiConfiguration configuration, Environment environment) {
        AwsClients clients = new AwsClients(environment);
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Table table = clients.table(configuration.table(), clock);
        VettedResolver resolver =
                new VettedResolver(configuration.addresses(), new BoundedResolver(HostResolver.system(), DNS_LIMIT));
        return new Ports(
                new DynamoApplicationStore(table),
                new DynamoApiKeyStore(table),
                new DynamoIdempotencyStore(table),
                new DynamoEndpointStore(table, configuration.deliveryRetention(), clock),
                new DynamoEventStore(table, configuration.eventRetention(), random),
                new DynamoDeliveryStore(table, configuration.deliveryRetention()),
                new DynamoHeldStore(table),
                clients.dispatchQueue(configuration.dispatchQueueUrl()),
                table::ask,
                new FileKeySealer(configuration.sealingKeys(), random),
                new UrlPolicy(configuration.httpsOnly(), resolver),
                clock,
                random);
    }

    /** Accepts posted events. */
    Acceptor acceptor() {
        return new Acceptor(new Subscriptions(endpoints), events, queue);
    }
}
