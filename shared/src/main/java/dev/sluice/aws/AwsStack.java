package dev.sluice.aws;

import dev.sluice.configuration.Environment;
import dev.sluice.signature.SealingSettings;
import dev.sluice.signature.SecretSealer;
import dev.sluice.wake.NotedDeadLetterQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * What every function is made of in AWS, from its environment: one client a service, the table, and the adapters on it. Built once a
 * container.
 */
public final class AwsStack {

    private static final Duration EVENT_RETENTION = Duration.ofDays(30);
    private static final Duration LEAST_RETENTION = Duration.ofDays(6); // longer than a delivery may be held
    private static final Duration MOST_RETENTION = Duration.ofDays(365);
    private static final Duration DELIVERIES_LONGER = Duration.ofDays(7);

    private final Environment environment;
    private final AwsClients clients;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final SqsClient sqs;
    private final Table table;
    private final Duration retention;

    /** @throws Environment.Invalid naming the first variable that is missing or out of range */
    public AwsStack(Environment environment, InstantSource clock, RandomGenerator random) {
        this.environment = environment;
        this.clock = clock;
        this.random = random;
        this.retention =
                environment.duration("SLUICE_EVENT_RETENTION", EVENT_RETENTION, LEAST_RETENTION, MOST_RETENTION);
        this.clients = new AwsClients(environment);
        this.table = new Table(clients.dynamoDb(), environment.required("SLUICE_TABLE"), clock);
        this.sqs = clients.sqs();
    }

    public Table table() {
        return table;
    }

    public DynamoEventStore events() {
        return new DynamoEventStore(table, retention, random);
    }

    public DynamoDeliveryStore deliveries() {
        return new DynamoDeliveryStore(table, retention.plus(DELIVERIES_LONGER));
    }

    public DynamoEndpointStore endpoints() {
        return new DynamoEndpointStore(table, retention.plus(DELIVERIES_LONGER), clock);
    }

    public DynamoRateStore rates() {
        return new DynamoRateStore(table);
    }

    public DynamoHealthStore health() {
        return new DynamoHealthStore(table);
    }

    public DynamoApplicationStore applications() {
        return new DynamoApplicationStore(table);
    }

    public DynamoHeldStore held() {
        return new DynamoHeldStore(table);
    }

    public DynamoQuarantine quarantine() {
        return new DynamoQuarantine(table);
    }

    public DynamoOwnerRuleStore ownerRules() {
        return new DynamoOwnerRuleStore(table);
    }

    public DynamoSourceStore sources() {
        return new DynamoSourceStore(table);
    }

    public DynamoDataKeyStore dataKeys() {
        return new DynamoDataKeyStore(table);
    }

    /**
     * With a client for KMS where a KMS key is configured; nothing is asked of it yet.
     *
     * @throws Environment.Invalid naming the variable that is missing or wrong
     */
    public SecretSealer sealer() {
        return SealingSettings.sealer(environment, dataKeys(), () -> new KmsKeyWrapper(clients.kms()), clock, random);
    }

    public DynamoSuppressionStore suppressions() {
        return new DynamoSuppressionStore(table);
    }

    public DynamoEmailStatusStore emailStatuses() {
        return new DynamoEmailStatusStore(table, retention);
    }

    public DynamoEndedObjects endedObjects() {
        return new DynamoEndedObjects(table, retention);
    }

    public SqsDispatchQueue dispatchQueue() {
        return new SqsDispatchQueue(sqs, dispatchQueueUrl());
    }

    public SqsDispatchQueue slowQueue() {
        return new SqsDispatchQueue(sqs, slowQueueUrl());
    }

    /** Of the dispatch queue's messages. */
    public SqsVisibility visibility() {
        return new SqsVisibility(sqs, dispatchQueueUrl());
    }

    /** Of the slow queue's. */
    public SqsVisibility slowVisibility() {
        return new SqsVisibility(sqs, slowQueueUrl());
    }

    /** With a note for each. */
    public NotedDeadLetterQueue deadLetters() {
        return new NotedDeadLetterQueue(new SqsDeadLetterQueue(sqs, deadLetterQueueUrl()), deadStore(), clock);
    }

    public SqsPointers pointers() {
        return new SqsPointers(sqs, deadLetterQueueUrl());
    }

    public DynamoDeadStore deadStore() {
        return new DynamoDeadStore(table);
    }

    public DynamoIndexedDeliveries indexedDeliveries() {
        return new DynamoIndexedDeliveries(table);
    }

    private String deadLetterQueueUrl() {
        return environment.required("SLUICE_DEAD_LETTER_QUEUE_URL");
    }

    private String slowQueueUrl() {
        return environment.required("SLUICE_SLOW_QUEUE_URL");
    }

    private String dispatchQueueUrl() {
        return environment.required("SLUICE_DISPATCH_QUEUE_URL");
    }
}
