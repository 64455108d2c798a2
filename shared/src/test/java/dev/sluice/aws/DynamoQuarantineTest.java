package dev.sluice.aws;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.event.Quarantine;
import dev.sluice.event.QuarantineContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoQuarantineTest extends QuarantineContract {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Override
    protected Quarantine quarantine() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        return new DynamoQuarantine(new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON));
    }
}
