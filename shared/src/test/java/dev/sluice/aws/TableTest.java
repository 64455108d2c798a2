package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementErrorCodeEnum;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** Rows that are put or read together, behind a first one that takes until all others wait. */
@Timeout(60)
class TableTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final Keys.Key FIRST = new Keys.Key("FIRST", "-");

    private Table plain;

    @BeforeEach
    void create() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        plain = new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
    }

    @Test
    void rowsThatArePutTogetherArePutLikeEachAlone() throws Exception {
        Row taken = row("taken", "before");
        plain.put(taken);
        plain.put(row("expired", "before").expires(Samples.NOON));
        plain.put(row("the same", "after"));
        Stalling client = new Stalling(DYNAMO_DB.client(), Batches.DONE);

        List<Optional<Map<String, AttributeValue>>> inTheWay = putTogether(
                client,
                row("new", "after"),
                row("taken", "after"),
                row("expired", "after"),
                row("the same", "after"),
                row("twice", "after"),
                row("twice", "after"));

        assertThat(client.batches).hasValue(1);
        assertThat(inTheWay.get(0)).isEmpty();
        assertThat(inTheWay.get(1)).contains(taken.attributes());
        assertThat(inTheWay.get(2)).isEmpty();
        assertThat(inTheWay.get(3)).contains(row("the same", "after").attributes());
        assertThat(inTheWay.subList(4, 6)).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(written("new", "expired", "twice", "taken")).containsExactly("after", "after", "after", "before");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
    void whateverBecomesOfTheBatchTheyArePut(Batches batches) throws Exception {
        Stalling client = new Stalling(DYNAMO_DB.client(), batches);

        assertThat(putTogether(client, row("a", "after"), row("b", "after"))).allMatch(Optional::isEmpty);
        assertThat(client.batches).hasValue(1);
        assertThat(written("a", "b")).containsExactly("after", "after");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DONE")
    void whateverBecomesOfTheBatchTheyAreRead(Batches batches) throws Exception {
        plain.put(row("a", "text of a"));
        plain.put(row("b", "text of b"));
        Stalling client = new Stalling(DYNAMO_DB.client(), batches);

        assertThat(readTogether(client, "a", "b", "none"))
                .containsExactly(Optional.of("text of a"), Optional.of("text of b"), Optional.empty());
        assertThat(client.batches).hasValue(1);
    }

    @Test
    void rowsThatAreReadTogetherAreReadInOneRequest() throws Exception {
        plain.put(row("a", "text of a"));
        plain.put(row("b", "text of b"));
        plain.put(row("expired", "text").expires(Samples.NOON));
        Stalling client = new Stalling(DYNAMO_DB.client(), Batches.DONE);

        assertThat(readTogether(client, "a", "b", "a", "expired", "none"))
                .containsExactly(
                        Optional.of("text of a"),
                        Optional.of("text of b"),
                        Optional.of("text of a"),
                        Optional.empty(),
                        Optional.empty());
        assertThat(client.batches).hasValue(1);
    }

    private static List<Optional<String>> readTogether(Stalling client, String... keys) throws Exception {
        Table table = new Table(client, DYNAMO_DB.tableName(), () -> Samples.NOON, FOR_EVER);
        return together(
                client,
                () -> table.getWithOthers(FIRST),
                Stream.of(keys)
                        .map(key ->
                                (Callable<Optional<String>>) () -> table.getWithOthers(new Keys.Key("ROW#" + key, "-"))
                                        .map(row -> Row.text(row, "text")))
                        .toList());
    }

    private static Row row(String key, String text) {
        return Row.of(new Keys.Key("ROW#" + key, "-")).put("text", text);
    }

    private List<String> written(String... keys) {
        List<String> texts = new ArrayList<>();
        for (String key : keys) {
            texts.add(Row.text(plain.get(new Keys.Key("ROW#" + key, "-")).orElseThrow(), "text"));
        }
        return texts;
    }

    private static List<Optional<Map<String, AttributeValue>>> putTogether(Stalling client, Row... rows)
            throws Exception {
        Table table = new Table(client, DYNAMO_DB.tableName(), () -> Samples.NOON, FOR_EVER);
        return together(
                client,
                () -> table.putIfAbsent(Row.of(FIRST)),
                Stream.of(rows)
                        .map(row -> (Callable<Optional<Map<String, AttributeValue>>>) () -> table.putIfAbsent(row))
                        .toList());
    }

    /** Does them while the first, of FIRST, is under way. */
    private static <T> List<T> together(Stalling client, Callable<?> first, List<Callable<T>> others) throws Exception {
        FutureTask<?> underWay = new FutureTask<>(first);
        Thread.ofPlatform().daemon().start(underWay);
        client.hasBegun.await();
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (Callable<T> other : others) {
            FutureTask<T> task = new FutureTask<>(other);
            Thread thread = Thread.ofPlatform().daemon().start(task);
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            tasks.add(task);
        }
        client.mayEnd.countDown();
        underWay.get();
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(task.get());
        }
        return results;
    }

    private enum Batches {
        DONE,
        REFUSED,
        DONE_BUT_FAILED,
        DONE_BUT_CUT_OFF,
        THROTTLED_BEHIND_THE_FIRST
    }

    /** Whose put and get of FIRST last until they may end, and which counts its batches. */
    private static final class Stalling implements DynamoDbClient {
        private final DynamoDbClient client;
        private final Batches what;
        private final CountDownLatch hasBegun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);
        private final AtomicInteger batches = new AtomicInteger();

        Stalling(DynamoDbClient client, Batches what) {
            this.client = client;
            this.what = what;
        }

        @Override
        public PutItemResponse putItem(PutItemRequest request) {
            stall(request.item());
            return client.putItem(request);
        }

        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            stall(request.key());
            return client.getItem(request);
        }

        private void stall(Map<String, AttributeValue> key) {
            if (key.get(Keys.PK).s().equals(FIRST.pk())) {
                hasBegun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            batches.incrementAndGet();
            if (what != Batches.THROTTLED_BEHIND_THE_FIRST) {
                BatchGetItemResponse answer = client.batchGetItem(request);
                fail();
                return answer;
            }
            String table = request.requestItems().keySet().iterator().next();
            KeysAndAttributes keys = request.requestItems().get(table);
            KeysAndAttributes first =
                    keys.toBuilder().keys(keys.keys().subList(0, 1)).build();
            KeysAndAttributes others = keys.toBuilder()
                    .keys(keys.keys().subList(1, keys.keys().size()))
                    .build();
            return client.batchGetItem(asked -> asked.requestItems(Map.of(table, first))).toBuilder()
                    .unprocessedKeys(Map.of(table, others))
                    .build();
        }

        private void fail() {
            switch (what) {
                case DONE, THROTTLED_BEHIND_THE_FIRST -> {}
                case REFUSED ->
                    throw DynamoDbException.builder()
                            .message("AccessDeniedException")
                            .build();
                case DONE_BUT_FAILED ->
                    throw DynamoDbException.builder()
                            .message("InternalServerError")
                            .build();
                case DONE_BUT_CUT_OFF -> throw SdkClientException.create("Read timed out");
            }
        }

        @Override
        public BatchExecuteStatementResponse batchExecuteStatement(BatchExecuteStatementRequest request) {
            batches.incrementAndGet();
            if (what == Batches.REFUSED) {
                fail();
            }
            boolean areAllDone = what != Batches.THROTTLED_BEHIND_THE_FIRST;
            int done = areAllDone ? request.statements().size() : 1;
            BatchExecuteStatementResponse answer = client.batchExecuteStatement(
                    asked -> asked.statements(request.statements().subList(0, done)));
            fail();
            return areAllDone
                    ? answer
                    : withThrottled(answer, request.statements().size() - done);
        }

        private static BatchExecuteStatementResponse withThrottled(BatchExecuteStatementResponse answer, int number) {
            BatchStatementResponse throttled = BatchStatementResponse.builder()
                    .error(error -> error.code(BatchStatementErrorCodeEnum.THROTTLING_ERROR))
                    .build();
            return answer.toBuilder()
                    .responses(Stream.concat(
                                    answer.responses().stream(),
                                    Stream.generate(() -> throttled).limit(number))
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {}
    }
}
