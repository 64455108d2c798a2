package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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

    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private int requests;
    private HttpServer server;
    private DynamoDbClient client;
    private Table table;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests++;
            exchange.getRequestBody().readAllBytes();
            String failure = failures.poll();
            byte[] body = (failure == null ? "{}" : failure).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(failure == null ? 200 : 400, body.length);
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
        failures.add(CONFLICT);
        failures.add(CONFLICT);

        assertThat(endpoints().delete(Samples.app(), Samples.endpointId())).isTrue();

        assertThat(requests).isEqualTo(3);
    }

    @Test
    void doesNotRepeatATransactionWhoseConditionFailed() {
        failures.add(CONDITION);

        assertThat(endpoints().delete(Samples.app(), Samples.endpointId())).isFalse();

        assertThat(requests).isEqualTo(1);
    }

    @Test
    void repeatsASingleWriteThatATransactionCrossed() {
        failures.add(SINGLE_CONFLICT);

        new DynamoHeldStore(table).wakeBy(Samples.app(), Samples.endpointId(), Samples.NOON);

        assertThat(requests).isEqualTo(2);
    }

    @Test
    void saysWhichVariableIsMissing() {
        assertThatThrownBy(() -> new AwsClients(new Environment(Map.of()))).hasMessageContaining("AWS_REGION");
    }

    private DynamoEndpointStore endpoints() {
        return new DynamoEndpointStore(table, Duration.ofDays(37), () -> Samples.NOON);
    }
}
