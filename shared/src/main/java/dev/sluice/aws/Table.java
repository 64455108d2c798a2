package dev.sluice.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;

/** The one table, with the few ways in which the adapters use it. Expired rows read as absent. Safe for use by many threads. */
public final class Table {

    private final DynamoDbClient client;
    private final String name;
    private final InstantSource clock;
    private final TableReads reads;
    private final TableInserts inserts;

    public Table(DynamoDbClient client, String name, InstantSource clock) {
        this(client, name, clock, Coalescer.PATIENCE);
    }

    /** @param patience of what may be put or read with others */
    Table(DynamoDbClient client, String name, InstantSource clock, Duration patience) {
        this.client = client;
        this.name = name;
        this.clock = clock;
        this.reads = new TableReads(client, name, this::isLive, patience);
        this.inserts = new TableInserts(client, name, this::putIfAbsentAlone, patience);
    }

    DynamoDbClient client() {
        return client;
    }

    String name() {
        return name;
    }

    /** Asks the table for one row, whatever it holds; throws if the table does not answer. */
    public void ask() {
        get(Keys.auditProgress());
    }

    /** A row, read strongly consistent. */
    Optional<Map<String, AttributeValue>> get(Keys.Key key) {
        return reads.get(key);
    }

    /** The same, in one request with what others ask for meanwhile; what that request does not hand out is read by itself. */
    Optional<Map<String, AttributeValue>> getWithOthers(Keys.Key key) {
        return reads.getWithOthers(key);
    }

    /** The rows of these keys, in one request where they fit; those missing are absent. */
    Map<Keys.Key, Map<String, AttributeValue>> get(Collection<Keys.Key> keys, boolean consistent) {
        return reads.get(keys, builder -> builder.consistentRead(consistent));
    }

    /** Those of these keys that have a row; strongly consistent. The rows are paid for, but stay where they are. */
    Set<Keys.Key> live(Collection<Keys.Key> keys) {
        return reads.get(
                        keys,
                        builder -> builder.consistentRead(true)
                                .projectionExpression("pk, sk, #ttl")
                                .expressionAttributeNames(Map.of("#ttl", Keys.TTL)))
                .keySet();
    }

    void put(Row row) {
        client.putItem(request -> request.tableName(name).item(row.attributes()));
    }

    void delete(Keys.Key key) {
        client.deleteItem(request -> request.tableName(name).key(key.attributes()));
    }

    /**
     * Puts a row unless its key is taken by a row that has not expired; the one that is there, if so. In one request with what others
     * put meanwhile; what that request does not insert is put by itself.
     */
    Optional<Map<String, AttributeValue>> putIfAbsent(Row row) {
        return inserts.putIfAbsent(row);
    }

    private Optional<Map<String, AttributeValue>> putIfAbsentAlone(Row row) {
        return putIf(
                row,
                "attribute_not_exists(pk) OR #ttl <= :now",
                Map.of("#ttl", Keys.TTL),
                Map.of(":now", nowInSeconds()));
    }

    /** Deletes a row if a condition holds. */
    void deleteIf(Keys.Key key, String condition, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            client.deleteItem(request -> request.tableName(name)
                    .key(key.attributes())
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // somebody else changed it: it stays
        }
    }

    /** Deletes a row; whether there was one. */
    boolean deleteIfThere(Keys.Key key) {
        return !client.deleteItem(
                        request -> request.tableName(name).key(key.attributes()).returnValues(ReturnValue.ALL_OLD))
                .attributes()
                .isEmpty();
    }

    /** Puts a row if a condition holds; what is there, if not, an empty map for nothing. */
    Optional<Map<String, AttributeValue>> putIf(Row row, String condition, Map<String, AttributeValue> values) {
        return putIf(row, condition, Map.of(), values);
    }

    /** The same with names that DynamoDB reserves. */
    Optional<Map<String, AttributeValue>> putIf(
            Row row, String condition, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            client.putItem(PutItemRequest.builder()
                    .tableName(name)
                    .item(row.attributes())
                    .conditionExpression(condition)
                    .expressionAttributeNames(names.isEmpty() ? null : names)
                    .expressionAttributeValues(values.isEmpty() ? null : values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build());
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(e.item());
        }
    }

    /**
     * Updates a row, or makes it; of one that has expired nothing is left.
     *
     * @param set assignments, with commas between
     * @param expires the row's new end
     */
    void update(
            Keys.Key key, String set, Map<String, String> names, Map<String, AttributeValue> values, Instant expires) {
        String update = "SET #ttl = :ttl, " + set;
        Map<String, String> allNames = new HashMap<>(names);
        allNames.put("#ttl", Keys.TTL);
        Map<String, AttributeValue> allValues = new HashMap<>(values);
        allValues.put(":ttl", AttributeValue.fromN(Long.toString(expires.getEpochSecond())));
        Map<String, AttributeValue> valuesAndNow = new HashMap<>(allValues);
        valuesAndNow.put(":now", nowInSeconds());
        if (!updateIf(key, update, "attribute_not_exists(#ttl) OR #ttl > :now", allNames, valuesAndNow)) {
            // An empty row in the place of the expired one, unless somebody was faster. Ingest's role may not delete.
            putIf(
                    Row.of(key).expires(expires),
                    "#ttl <= :now",
                    Map.of("#ttl", Keys.TTL),
                    Map.of(":now", nowInSeconds()));
            client.updateItem(request -> request.tableName(name)
                    .key(key.attributes())
                    .updateExpression(update)
                    .expressionAttributeNames(allNames)
                    .expressionAttributeValues(allValues));
        }
    }

    private AttributeValue nowInSeconds() {
        return AttributeValue.fromN(Long.toString(clock.instant().getEpochSecond()));
    }

    /** Updates a row if a condition holds. */
    boolean updateIf(Keys.Key key, String update, String condition, Map<String, AttributeValue> values) {
        return updateIf(key, update, condition, Map.of(), values);
    }

    /** The same with names that DynamoDB reserves. */
    boolean updateIf(
            Keys.Key key,
            String update,
            String condition,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        try {
            client.updateItem(request -> request.tableName(name)
                    .key(key.attributes())
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(names.isEmpty() ? null : names)
                    .expressionAttributeValues(values.isEmpty() ? null : values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /**
     * What became of an update.
     *
     * @param row if it was done, what it wrote; otherwise the row that is there, empty for none
     */
    record Updated(boolean isDone, Map<String, AttributeValue> row) {}

    /** Updates a row if a condition holds, and tells what it wrote or what is there instead. */
    Updated updateAndTell(Keys.Key key, String update, String condition, Map<String, AttributeValue> values) {
        try {
            return new Updated(
                    true,
                    client.updateItem(request -> request.tableName(name)
                                    .key(key.attributes())
                                    .updateExpression(update)
                                    .conditionExpression(condition)
                                    .expressionAttributeValues(values)
                                    .returnValues(ReturnValue.UPDATED_NEW)
                                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                            .attributes());
        } catch (ConditionalCheckFailedException e) {
            return new Updated(false, e.item());
        }
    }

    /** A query of one partition; of an index unless {@code index} is null. */
    record Range(
            String partition,
            String condition,
            Map<String, AttributeValue> values,
            @Nullable String index) {

        /** The rows of a partition whose sort key is below or above a bound, or all of them. */
        static Range of(String partition, String condition, String... bounds) {
            Map<String, AttributeValue> values = new HashMap<>();
            for (int i = 0; i < bounds.length; i++) {
                values.put(":" + (char) ('a' + i), AttributeValue.fromS(bounds[i]));
            }
            return new Range(partition, condition, values, null);
        }
    }

    /** The first rows of a range. */
    List<Map<String, AttributeValue>> query(Range range, boolean forward, int limit, boolean consistent) {
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = client.query(request(range, forward, limit - rows.size(), consistent, start));
            page.items().stream().filter(this::isLive).forEach(rows::add);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return rows.size() > limit ? rows.subList(0, limit) : rows;
    }

    /**
     * The first rows of a range behind a row that need not be there any more.
     *
     * @param behind its key, with that in the index where the range is of one; empty for the beginning
     */
    List<Map<String, AttributeValue>> queryBehind(Range range, Map<String, AttributeValue> behind, int limit) {
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        Map<String, AttributeValue> start = behind;
        do {
            QueryResponse page = client.query(request(range, true, limit - rows.size(), false, start));
            page.items().stream().filter(this::isLive).forEach(rows::add);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return rows;
    }

    /** How many entries a range of the index has; those that have expired and are not deleted yet among them. */
    long count(Range range) {
        long count = 0;
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = client.query(request(range, true, 0, false, start).toBuilder()
                    .select(Select.COUNT)
                    .build());
            count += page.count();
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty());
        return count;
    }

    /** The first rows of a range that pass a test, strongly consistent. */
    List<Map<String, AttributeValue>> queryWhere(Range range, Predicate<Map<String, AttributeValue>> test, int limit) {
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = client.query(request(range, true, limit, true, start));
            page.items().stream().filter(this::isLive).filter(test).forEach(rows::add);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && rows.size() < limit);
        return rows.size() > limit ? rows.subList(0, limit) : rows;
    }

    /** Every row of a range in order, page by page. */
    void forEach(Range range, boolean consistent, Consumer<Map<String, AttributeValue>> action) {
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = client.query(request(range, true, 0, consistent, start));
            page.items().stream().filter(this::isLive).forEach(action);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty());
    }

    /**
     * The keys in an index, in no order, those of expired rows among them.
     *
     * @param mostPages pages of 1 MB after which it ends
     */
    void scan(String index, int mostPages, Consumer<Map<String, AttributeValue>> action) {
        Map<String, AttributeValue> start = Map.of();
        for (int page = 0; page < mostPages && (page == 0 || !start.isEmpty()); page++) {
            ScanResponse answer = client.scan(ScanRequest.builder()
                    .tableName(name)
                    .indexName(index)
                    .exclusiveStartKey(start.isEmpty() ? null : start)
                    .build());
            answer.items().forEach(action);
            start = answer.hasLastEvaluatedKey() ? answer.lastEvaluatedKey() : Map.of();
        }
    }

    boolean isLive(Map<String, AttributeValue> row) {
        return !row.isEmpty() && !Row.isExpired(row, clock.instant());
    }

    private QueryRequest request(
            Range range, boolean forward, int limit, boolean consistent, Map<String, AttributeValue> start) {
        Map<String, AttributeValue> values = new HashMap<>(range.values());
        values.put(":partition", AttributeValue.fromS(range.partition()));
        String partitionKey = range.index() == null ? Keys.PK : Keys.WAKE_PARTITION;
        String condition =
                partitionKey + " = :partition" + (range.condition().isEmpty() ? "" : " AND " + range.condition());
        return QueryRequest.builder()
                .tableName(name)
                .indexName(range.index())
                .keyConditionExpression(condition)
                .expressionAttributeValues(values)
                .scanIndexForward(forward)
                .limit(limit > 0 ? limit : null)
                .consistentRead(range.index() == null && consistent)
                .exclusiveStartKey(start.isEmpty() ? null : start)
                .build();
    }
}
