package dev.sluice.aws;

import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/** The table of {@code docs/contract.md}, "Table", for those who create it without the template. */
public final class TableSchema {

    private TableSchema() {}

    /** Keys and the wake index; billed by request. */
    public static CreateTableRequest createTable(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute(Keys.PK, ScalarAttributeType.S),
                        attribute(Keys.SK, ScalarAttributeType.S),
                        attribute(Keys.WAKE_PARTITION, ScalarAttributeType.S),
                        attribute(Keys.WAKE_TIME, ScalarAttributeType.N))
                .keySchema(key(Keys.PK, KeyType.HASH), key(Keys.SK, KeyType.RANGE))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(Keys.WAKE_INDEX)
                        .keySchema(key(Keys.WAKE_PARTITION, KeyType.HASH), key(Keys.WAKE_TIME, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build())
                .build();
    }

    /** Lets expired rows go; once the table is active. */
    public static UpdateTimeToLiveRequest timeToLive(String name) {
        return UpdateTimeToLiveRequest.builder()
                .tableName(name)
                .timeToLiveSpecification(
                        specification -> specification.attributeName(Keys.TTL).enabled(true))
                .build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
