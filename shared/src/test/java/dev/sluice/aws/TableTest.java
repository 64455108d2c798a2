package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;

/** Rows that are put together, behind a first one that takes until all others wait. */
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
        Stalling client = new Stalling(DYNAMO_DB.client(), Batches.DONE);

        List<Optional<Map<String, AttributeValue>>> inTheWay = putTogether(
                client,
                row("new", "after"),
                row("taken", "after"),
                row("expired", "after"),
                row("twice", "after"),
                row("twice", "after"));

        assertThat(client.batches).hasValue(1);
        assertThat(inTheWay.get(0)).isEmpty();
        assertThat(inTheWay.get(1)).contains(taken.attributes());
        assertThat(inTheWay.get(2)).isEmpty();
        assertThat(inTheWay.subList(3, 5)).filteredOn(Optional::isEmpty).hasSize(1);
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

    /** Puts them while another put is under way. */
    private static List<Optional<Map<String, AttributeValue>>> putTogether(Stalling client, Row... rows)
            throws Exception {
        Table table = new Table(client, DYNAMO_DB.tableName(), () -> Samples.NOON, FOR_EVER);
        FutureTask<?> first = new FutureTask<>(() -> table.putIfAbsent(Row.of(FIRST)));
        Thread.ofPlatform().daemon().start(first);
        client.hasBegun.await();
        List<FutureTask<Optional<Map<String, AttributeValue>>>> puts = new ArrayList<>();
        for (Row row : rows) {
            FutureTask<Optional<Map<String, AttributeValue>>> put = new FutureTask<>(() -> table.putIfAbsent(row));
            Thread thread = Thread.ofPlatform().daemon().start(put);
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            puts.add(put);
        }
        client.mayEnd.countDown();
        first.get();
        List<Optional<Map<String, AttributeValue>>> inTheWay = new ArrayList<>();
        for (FutureTask<Optional<Map<String, AttributeValue>>> put : puts) {
            inTheWay.add(put.get());
        }
        return inTheWay;
    }

    private enum Batches {
        DONE,
        REFUSED,
        DONE_BUT_CUT_OFF
    }

    /** Whose first put lasts until it may end, and which counts its batches. */
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
            if (request.item().get(Keys.PK).s().equals(FIRST.pk())) {
                hasBegun.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return client.putItem(request);
        }

        @Override
        public BatchExecuteStatementResponse batchExecuteStatement(BatchExecuteStatementRequest request) {
            batches.incrementAndGet();
            if (what == Batches.REFUSED) {
                throw DynamoDbException.builder()
                        .message("AccessDeniedException: dynamodb:PartiQLInsert")
                        .build();
            }
            BatchExecuteStatementResponse answer = client.batchExecuteStatement(request);
            if (what == Batches.DONE_BUT_CUT_OFF) {
                throw DynamoDbException.builder().message("InternalServerError").build();
            }
            return answer;
        }

        @Override
        public String serviceName() {
            return client.serviceName();
        }

        @Override
        public void close() {}
    }
}
