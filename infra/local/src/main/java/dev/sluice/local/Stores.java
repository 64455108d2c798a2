package dev.sluice.local;

import dev.sluice.aws.TableSchema;
import dev.sluice.emulators.dynamodb.DynamoDbLocal;
import dev.sluice.emulators.sqs.SqsEmulator;
import dev.sluice.local.LocalOptions.Part;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The table and the queues: what outlives everything else, where it is kept on disk. */
final class Stores implements AutoCloseable {

    static final String TABLE = "sluice";

    private final SqsEmulator sqs;
    private final DynamoDbLocal dynamoDb;
    private final SqsClient sqsClient;
    private final Queues queues;

    private Stores(SqsEmulator sqs, DynamoDbLocal dynamoDb, SqsClient sqsClient, Queues queues) {
        this.sqs = sqs;
        this.dynamoDb = dynamoDb;
        this.sqsClient = sqsClient;
        this.queues = queues;
    }

    /** @param visibility of the dispatch queue */
    static Stores start(LocalOptions options, Path home, Duration visibility) {
        Path data = options.data();
        DynamoDbLocal dynamoDb = startDynamoDb(options, home, data);
        SqsEmulator.Builder sqsBuilder =
                SqsEmulator.builder().host(options.host()).port(options.port(Part.SQS));
        try {
            if (data != null) {
                sqsBuilder.data(data.resolve("sqs"));
            }
            createTable(dynamoDb);
            SqsEmulator sqs = sqsBuilder.start();
            SqsClient client = sqs.newClient();
            return new Stores(sqs, dynamoDb, client, Queues.create(client, visibility));
        } catch (RuntimeException e) {
            dynamoDb.close();
            throw e;
        }
    }

    private static DynamoDbLocal startDynamoDb(LocalOptions options, Path home, @Nullable Path data) {
        DynamoDbLocal.Builder builder = DynamoDbLocal.builder(DynamoDbLocal.findLib(home))
                .host(options.host())
                .port(options.port(Part.DYNAMODB));
        if (data != null) {
            builder.data(data.resolve("dynamodb"));
        }
        return builder.start();
    }

    private static void createTable(DynamoDbLocal dynamoDb) {
        try (DynamoDbClient client = dynamoDb.newClient()) {
            try {
                client.createTable(TableSchema.createTable(TABLE));
            } catch (ResourceInUseException e) {
                // Kept from an earlier run.
            }
            client.waiter().waitUntilTableExists(request -> request.tableName(TABLE));
            if (client.describeTimeToLive(request -> request.tableName(TABLE))
                            .timeToLiveDescription()
                            .timeToLiveStatus()
                    == TimeToLiveStatus.DISABLED) {
                client.updateTimeToLive(TableSchema.timeToLive(TABLE));
            }
        }
    }

    SqsEmulator sqs() {
        return sqs;
    }

    SqsClient sqsClient() {
        return sqsClient;
    }

    DynamoDbLocal dynamoDb() {
        return dynamoDb;
    }

    Queues queues() {
        return queues;
    }

    @Override
    public void close() {
        sqsClient.close();
        sqs.close();
        dynamoDb.close();
    }
}
