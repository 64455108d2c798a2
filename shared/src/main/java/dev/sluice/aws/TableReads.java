package dev.sluice.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Rows of the table by their keys. Expired rows read as absent. Safe for use by many threads. */
final class TableReads {

    private static final int BATCH = 100; // BatchGetItem: up to 100 items
    private static final int MOST_ROUNDS = 8; // with the pauses between them about 5 s
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Consumer<KeysAndAttributes.Builder> STRONGLY = keys -> keys.consistentRead(true);

    private final DynamoDbClient client;
    private final String name;
    private final Predicate<Map<String, AttributeValue>> isLive;
    private final Coalescer<Keys.Key, Supplier<Optional<Map<String, AttributeValue>>>> together;

    /**
     * @param name the table's
     * @param isLive of a row, empty for none
     * @param patience of what may be read with others
     */
    TableReads(DynamoDbClient client, String name, Predicate<Map<String, AttributeValue>> isLive, Duration patience) {
        this.client = client;
        this.name = name;
        this.isLive = isLive;
        this.together = new Coalescer<>(BATCH, patience, this::read);
    }

    /** A row, read strongly consistent. */
    Optional<Map<String, AttributeValue>> get(Keys.Key key) {
        return Optional.of(client.getItem(request ->
                                request.tableName(name).key(key.attributes()).consistentRead(true))
                        .item())
                .filter(isLive);
    }

    /** The same, in one request with what others ask for meanwhile; what that request does not hand out is read by itself. */
    Optional<Map<String, AttributeValue>> getWithOthers(Keys.Key key) {
        return together.ask(key).get();
    }

    /** What is left to do for each. */
    private List<Supplier<Optional<Map<String, AttributeValue>>>> read(List<Keys.Key> keys) {
        List<Keys.Key> distinct = keys.stream().distinct().toList();
        if (distinct.size() == 1) {
            Optional<Map<String, AttributeValue>> row = get(keys.getFirst());
            return Collections.nCopies(keys.size(), () -> row);
        }
        Map<Keys.Key, Map<String, AttributeValue>> found = new HashMap<>();
        Set<Keys.Key> left;
        try {
            left = getInto(found, distinct.stream().map(Keys.Key::attributes).toList(), STRONGLY).stream()
                    .map(Keys.Key::of)
                    .collect(Collectors.toSet());
        } catch (SdkException e) {
            left = Set.copyOf(distinct); // what keeps one from being read concerns the others no more
        }
        List<Supplier<Optional<Map<String, AttributeValue>>>> rows = new ArrayList<>();
        for (Keys.Key key : keys) {
            Optional<Map<String, AttributeValue>> row = Optional.ofNullable(found.get(key));
            rows.add(left.contains(key) ? () -> get(key) : () -> row);
        }
        return rows;
    }

    /** The rows of these keys, in one request where they fit; those missing are absent. */
    Map<Keys.Key, Map<String, AttributeValue>> get(Collection<Keys.Key> keys, Consumer<KeysAndAttributes.Builder> how) {
        Map<Keys.Key, Map<String, AttributeValue>> found = new HashMap<>();
        List<Map<String, AttributeValue>> wanted =
                keys.stream().distinct().map(Keys.Key::attributes).toList();
        for (int from = 0; from < wanted.size(); from += BATCH) {
            List<Map<String, AttributeValue>> left = wanted.subList(from, Math.min(from + BATCH, wanted.size()));
            for (int round = 0; !left.isEmpty(); round++) {
                pause(left, round);
                left = getInto(found, left, how);
            }
        }
        return found;
    }

    private static void pause(List<Map<String, AttributeValue>> left, int round) {
        if (round == MOST_ROUNDS) {
            throw new IllegalStateException(
                    "the table did not hand out " + left.size() + " rows in " + round + " rounds");
        }
        if (round > 0) {
            // "We strongly recommend that you use an exponential backoff algorithm" (BatchGetItem).
            LockSupport.parkNanos(FIRST_PAUSE.toNanos() << round);
        }
    }

    /** One round of a batch; what is left of it, because it did not fit into 16 MB or was throttled. */
    private List<Map<String, AttributeValue>> getInto(
            Map<Keys.Key, Map<String, AttributeValue>> found,
            List<Map<String, AttributeValue>> keys,
            Consumer<KeysAndAttributes.Builder> how) {
        KeysAndAttributes.Builder builder = KeysAndAttributes.builder().keys(keys);
        how.accept(builder);
        KeysAndAttributes batch = builder.build();
        BatchGetItemResponse answer = client.batchGetItem(request -> request.requestItems(Map.of(name, batch)));
        for (Map<String, AttributeValue> row : answer.responses().getOrDefault(name, List.of())) {
            if (isLive.test(row)) {
                found.put(Keys.Key.of(row), row);
            }
        }
        KeysAndAttributes unprocessed = answer.unprocessedKeys().get(name);
        return unprocessed == null ? List.of() : unprocessed.keys();
    }
}
