package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.application.ApiKey;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What DynamoDB Local does not do: conflicts between transactions, from a stand-in that answers as told. */
class AwsClientsTest {

    private static final String CONFLICT = """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",\
            "CancellationReasons":[{"Code":"None"},{"Code":"TransactionConflict"}],"Message":"canceled"}""";
    private static final String CONDITION = """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",\
            "CancellationReasons":[{"Code":"ConditionalCheckFailed"},{"Code":"TransactionConflict"}],"Message":"canceled"}""";
    private static final String SINGLE_CONFLICT = """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","Message":"ongoing"}""";

    /** What it answers, in order: a failure, or nothing for an empty answer. Then empty answers for ever. */
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;
    private DynamoDbClient client;
    private Table table;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            String told = answers.poll();
            boolean isFine = told == null || told.isEmpty();
            byte[] body = (isFine ? "{}" : told).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(isFine ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new AwsClients(new Environment(Map.of(
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "id",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                                "http://127.0.0.1:" + server.getAddress().getPort())))
                .dynamoDb();
        table = new Table(client, "table", () -> Samples.NOON);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void repeatsATransactionThatAnotherOneCrossed() {
        answers.add(CONFLICT);
        answers.add(CONFLICT);

        assertThat(endpoints().delete(Samples.app(), Samples.endpointId())).isTrue();

        assertThat(requests).hasValue(3);
    }

    @Test
    void doesNotRepeatATransactionWhoseConditionFailed() {
        answers.add(CONDITION);

        assertThat(endpoints().delete(Samples.app(), Samples.endpointId())).isFalse();

        assertThat(requests).hasValue(1);
    }

    @Test
    void repeatsASingleWriteThatATransactionCrossed() {
        answers.add(SINGLE_CONFLICT);

        new DynamoHeldStore(table).wakeBy(Samples.app(), Samples.endpointId(), Samples.NOON);

        assertThat(requests).hasValue(2);
    }

    @Test
    void aKeyWhoseFirstAnswerWasLostStaysListed() {
        ApiKey key = ApiKey.of("slk_x", null, Samples.NOON, new Random(1));
        answers.add(""); // the read, which finds nothing
        answers.add(""); // the listed row
        answers.add("""
                {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Message":"failed",\
                "Item":{"pk":{"S":"K#"},"sk":{"S":"KEY"},"id":{"S":"%s"},"hash":{"S":"h"},"created_at":{"N":"1"}}}""".formatted(key.id()));

        assertThat(new DynamoApiKeyStore(table).create(key)).isTrue();

        assertThat(requests).as("nothing is removed").hasValue(3);
    }

    @Test
    void saysWhichVariableIsMissing() {
        assertThatThrownBy(() -> new AwsClients(new Environment(Map.of()))).hasMessageContaining("AWS_REGION");
    }

    private DynamoEndpointStore endpoints() {
        return new DynamoEndpointStore(table, Duration.ofDays(37), () -> Samples.NOON);
    }
}
