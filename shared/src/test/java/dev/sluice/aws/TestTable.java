package dev.sluice.aws;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;

/** The table, for tests of functions, which do not know the SDK. */
public final class TestTable {

    private TestTable() {}

    /** Creates it under the test's own name. */
    public static void create(DynamoDbExtension database) {
        database.client().createTable(TableSchema.createTable(database.tableName()));
    }
}
