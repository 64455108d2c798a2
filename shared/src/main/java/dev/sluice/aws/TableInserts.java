package dev.sluice.aws;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementError;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;

/** Rows that are put where there is none. Safe for use by many threads. */
final class TableInserts {

    private static final int BATCH = 25; // BatchExecuteStatement: up to 25 statements

    private final DynamoDbClient client;
    private final String name;
    private final Function<Row, Optional<Map<String, AttributeValue>>> alone;
    private final Coalescer<Row, Function<Row, Optional<Map<String, AttributeValue>>>> together;

    /**
     * @param name the table's
     * @param alone puts a row unless its key is taken by a row that has not expired; the one that is there, if so
     * @param patience of what may be put with others
     */
    TableInserts(
            DynamoDbClient client,
            String name,
            Function<Row, Optional<Map<String, AttributeValue>>> alone,
            Duration patience) {
        this.client = client;
        this.name = name;
        this.alone = alone;
        this.together = new Coalescer<>(BATCH, patience, this::insert);
    }

    /** The row that is in its way, if so. */
    Optional<Map<String, AttributeValue>> putIfAbsent(Row row) {
        return together.ask(row).apply(row);
    }

    /** What is left to do for each. */
    private List<Function<Row, Optional<Map<String, AttributeValue>>>> insert(List<Row> rows) {
        if (rows.size() == 1) {
            Optional<Map<String, AttributeValue>> inTheWay = alone.apply(rows.getFirst());
            return List.of(_ -> inTheWay);
        }
        Map<Keys.Key, Row> firsts = new LinkedHashMap<>(); // a batch with a key twice is refused
        rows.forEach(row -> firsts.putIfAbsent(Keys.Key.of(row.attributes()), row));
        Map<Row, Function<Row, Optional<Map<String, AttributeValue>>>> left = new HashMap<>();
        try {
            Iterator<BatchStatementResponse> answers = client.batchExecuteStatement(request -> request.statements(
                            firsts.values().stream().map(this::insertion).toList()))
                    .responses()
                    .iterator();
            firsts.values().forEach(row -> left.put(row, left(answers.next().error())));
        } catch (SdkException e) {
            // What is wrong with one of them concerns the others no more once each is put by itself.
            firsts.values().forEach(row -> left.put(row, this::putIfNotThere));
        }
        return rows.stream().map(row -> left.getOrDefault(row, alone)).toList();
    }

    private Function<Row, Optional<Map<String, AttributeValue>>> left(@Nullable BatchStatementError error) {
        if (error == null) {
            return _ -> Optional.empty();
        }
        return error.code() == BatchStatementErrorCodeEnum.DUPLICATE_ITEM ? alone : this::putIfNotThere;
    }

    /** The same for a row that may be there because it was put a moment ago, whatever was answered. */
    private Optional<Map<String, AttributeValue>> putIfNotThere(Row row) {
        return alone.apply(row).filter(there -> !there.equals(row.attributes()));
    }

    /** An INSERT is refused where there is a row, expired or not. */
    private BatchStatementRequest insertion(Row row) {
        List<String> names = List.copyOf(row.attributes().keySet());
        return BatchStatementRequest.builder()
                .statement(names.stream()
                        .map(attribute -> "'" + attribute + "':?")
                        .collect(Collectors.joining(",", "INSERT INTO \"" + name + "\" VALUE {", "}")))
                .parameters(names.stream().map(row.attributes()::get).toList())
                .build();
    }
}
