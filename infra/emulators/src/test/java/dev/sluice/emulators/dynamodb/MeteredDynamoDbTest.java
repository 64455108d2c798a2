package dev.sluice.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulators.Sdk;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table {@code pk}, with an index of keys by {@code wp} and {@code wt}. */
class MeteredDynamoDbTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMODB = new DynamoDbExtension();

    private MeteredDynamoDb meter;
    private DynamoDbClient client;
    private String table;

    @BeforeEach
    void start() throws IOException {
        table = DYNAMODB.tableName();
        DYNAMODB.client()
                .createTable(request -> request.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .keySchema(key("pk", KeyType.HASH))
                        .attributeDefinitions(
                                attribute("pk", ScalarAttributeType.S),
                                attribute("wp", ScalarAttributeType.S),
                                attribute("wt", ScalarAttributeType.N))
                        .globalSecondaryIndexes(index -> index.indexName("wake")
                                .keySchema(key("wp", KeyType.HASH), key("wt", KeyType.RANGE))
                                .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))));
        meter = MeteredDynamoDb.start(DYNAMODB.database().endpoint());
        client = Sdk.client(DynamoDbClient.builder(), meter.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        meter.close();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    /** An item of so many bytes: {@code pk} and its one character, {@code d} and the rest. */
    private static Map<String, AttributeValue> item(String pk, int bytes) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", AttributeValue.fromS(pk));
        item.put("d", AttributeValue.fromS("x".repeat(bytes - 2 - pk.length() - 1)));
        return item;
    }

    private static Map<String, AttributeValue> waking(String pk, String at) {
        Map<String, AttributeValue> item = item(pk, 100);
        item.put("wp", AttributeValue.fromS("W"));
        item.put("wt", AttributeValue.fromN(at));
        return item;
    }

    private void put(Map<String, AttributeValue> item) {
        client.putItem(request -> request.tableName(table).item(item));
    }

    /** What an action cost. */
    private Units cost(Runnable action) {
        Units before = meter.counted();
        action.run();
        return meter.counted().since(before);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "1024, 1", "1025, 2", "4096, 4", "65536, 64"})
    void aPutCostsItsKilobytesRoundedUp(int bytes, long units) {
        assertThat(cost(() -> put(item("a", bytes)))).isEqualTo(new Units(units, 0, Map.of("PutItem", 1L), 0));
    }

    @Test
    void inThePlaceOfALargerItemTheLargerOneCounts() {
        put(item("a", 5000));

        assertThat(cost(() -> put(item("a", 100))).writes()).isEqualTo(5);
        assertThat(cost(() -> put(item("a", 100))).writes()).isEqualTo(1);
    }

    @Test
    void aConditionThatDoesNotHoldCostsByWhatIsThere() {
        put(item("a", 2000));

        Units refused = cost(() -> assertThatThrownBy(() -> client.putItem(request ->
                        request.tableName(table).item(item("a", 100)).conditionExpression("attribute_not_exists(pk)")))
                .isInstanceOf(ConditionalCheckFailedException.class));
        Units ofNothing = cost(() -> assertThatThrownBy(() -> client.putItem(request ->
                        request.tableName(table).item(item("b", 3000)).conditionExpression("attribute_exists(pk)")))
                .isInstanceOf(ConditionalCheckFailedException.class));

        assertThat(refused).isEqualTo(new Units(2, 0, Map.of("PutItem", 1L), 1));
        assertThat(ofNothing).isEqualTo(new Units(1, 0, Map.of("PutItem", 1L), 1));
    }

    @Test
    void anIndexCostsWhereItsEntryChanges() {
        assertThat(cost(() -> put(waking("a", "1"))).writes()).as("added").isEqualTo(2);
        assertThat(cost(() -> put(waking("a", "1"))).writes()).as("as it was").isEqualTo(1);
        assertThat(cost(() -> put(waking("a", "2"))).writes()).as("moved").isEqualTo(3);
        assertThat(cost(() -> put(item("a", 100))).writes()).as("taken away").isEqualTo(2);
    }

    @Test
    void anUpdateAndADeleteCostByTheLargerOfBeforeAndAfter() {
        put(item("a", 900));
        Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("a"));

        Units update = cost(() -> client.updateItem(request -> request.tableName(table)
                .key(key)
                .updateExpression("SET more = :m")
                .expressionAttributeValues(Map.of(":m", AttributeValue.fromS("x".repeat(1500))))));
        Units delete =
                cost(() -> client.deleteItem(request -> request.tableName(table).key(key)));

        assertThat(update).isEqualTo(new Units(3, 0, Map.of("UpdateItem", 1L), 0));
        assertThat(delete).isEqualTo(new Units(3, 0, Map.of("DeleteItem", 1L), 0));
    }

    @ParameterizedTest
    @CsvSource({"100, true, 1", "4096, true, 1", "4097, true, 2", "4097, false, 1", "100, false, 0.5"})
    void aReadCostsItsFourKilobytesRoundedUp(int bytes, boolean consistent, double units) {
        put(item("a", bytes));

        Units cost = cost(() -> client.getItem(request -> request.tableName(table)
                .key(Map.of("pk", AttributeValue.fromS("a")))
                .consistentRead(consistent)));

        assertThat(cost.reads()).isEqualTo(units);
        assertThat(cost.writes()).isZero();
    }

    @Test
    void aBatchCostsItemByItemAndAMissingOneToo() {
        put(item("a", 100));
        put(item("b", 5000));
        KeysAndAttributes keys = KeysAndAttributes.builder()
                .keys(List.of(
                        Map.of("pk", AttributeValue.fromS("a")),
                        Map.of("pk", AttributeValue.fromS("b")),
                        Map.of("pk", AttributeValue.fromS("none"))))
                .consistentRead(true)
                .build();

        assertThat(cost(() -> client.batchGetItem(request -> request.requestItems(Map.of(table, keys)))))
                .isEqualTo(new Units(0, 2 * (1 + 2 + 1), Map.of("BatchGetItem", 1L), 0));
    }

    @Test
    void aQueryCostsByTheSumOfWhatItReads() {
        put(waking("a", "1"));
        put(waking("b", "2"));

        Units cost = cost(() -> client.query(request -> request.tableName(table)
                .indexName("wake")
                .keyConditionExpression("wp = :p")
                .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("W")))));

        assertThat(cost.reads()).as("one half for two small entries").isEqualTo(0.5);
    }

    @Test
    void aScanCostsByTheSumOfWhatItReads() {
        put(waking("a", "1"));
        put(waking("b", "2"));

        Units cost = cost(() -> client.scan(request -> request.tableName(table).indexName("wake")));

        assertThat(cost.reads()).isEqualTo(0.5);
    }

    @Test
    void whatItDoesNotKnowTheCostOfIsNamed() {
        client.describeTable(request -> request.tableName(table));
        assertThat(meter.unknown()).isEmpty();

        client.executeStatement(request -> request.statement("SELECT * FROM \"" + table + "\" WHERE pk = 'a'"));

        assertThat(meter.unknown()).isEqualTo(Map.of("ExecuteStatement", 1L));
    }

    @Test
    void insertsCostWhatTheirPutsWould() {
        DYNAMODB.client().putItem(request -> request.tableName(table).item(item("there", 3_000)));

        var answers = client.batchExecuteStatement(request -> request.statements(
                        insertion(item("a", 1_024)), insertion(item("b", 1_025)), insertion(item("there", 10))))
                .responses();

        assertThat(answers).extracting(answer -> answer.error() == null).containsExactly(true, true, false);
        Units units = meter.counted();
        assertThat(units.writes()).isEqualTo(1 + 2 + 3);
        assertThat(units.refused()).isEqualTo(1);
        assertThat(units.requests()).containsExactly(Map.entry("BatchExecuteStatement", 1L));
        assertThat(meter.unknown()).isEmpty();
    }

    @Test
    void anotherStatementIsNotCounted() {
        client.batchExecuteStatement(request -> request.statements(statement -> statement
                .statement("DELETE FROM \"" + table + "\" WHERE pk = ?")
                .parameters(AttributeValue.fromS("a"))));

        assertThat(meter.unknown()).containsExactly(Map.entry("BatchExecuteStatement", 1L));
        assertThat(meter.counted()).isEqualTo(Units.NONE);
    }

    private BatchStatementRequest insertion(Map<String, AttributeValue> item) {
        return BatchStatementRequest.builder()
                .statement("INSERT INTO \"" + table + "\" VALUE {'pk': ?, 'd':?}")
                .parameters(item.get("pk"), item.get("d"))
                .build();
    }
}
