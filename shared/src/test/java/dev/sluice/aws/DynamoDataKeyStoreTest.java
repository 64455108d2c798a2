package dev.sluice.aws;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.signature.DataKeyStore;
import dev.sluice.signature.DataKeyStoreContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoDataKeyStoreTest extends DataKeyStoreContract {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Override
    protected DataKeyStore store() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        return new DynamoDataKeyStore(new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON));
    }
}
