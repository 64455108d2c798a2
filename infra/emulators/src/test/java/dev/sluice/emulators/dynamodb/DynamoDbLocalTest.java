package dev.sluice.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulators.process.ChildProcess;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbLocalTest {
    @RegisterExtension
    static final DynamoDbExtension DYNAMODB = new DynamoDbExtension();

    private static final String PUT = "put ";

    @Test
    void keepsAnItem() {
        createTable(DYNAMODB.client(), DYNAMODB.tableName());

        put(DYNAMODB.client(), DYNAMODB.tableName(), "a");

        assertThat(keys(DYNAMODB.client(), DYNAMODB.tableName())).containsExactly("a");
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        int port = DYNAMODB.database().endpoint().getPort();
        Optional<InetAddress> other = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst();
        Assumptions.assumeTrue(other.isPresent(), "this machine has no address but loopback");

        assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(other.orElseThrow(), port), 2_000);
                    }
                })
                .isInstanceOf(java.io.IOException.class);
    }

    @Test
    void endsWithTheProcessThatStartedItAndKeepsWhatWasAcknowledged(@TempDir Path data) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        long pid;
        try (ChildProcess child = ChildProcess.java(Putter.class, data.toString())) {
            pid = Long.parseLong(child.awaitLine("pid ").substring("pid ".length()));
            while (acknowledged.size() < 100) {
                acknowledged.add(child.awaitLine(PUT).substring(PUT.length()));
            }
            assertThat(ProcessHandle.of(pid)).isPresent();
            child.kill();
            child.remainingLines().stream()
                    .filter(line -> line.startsWith(PUT))
                    .forEach(line -> acknowledged.add(line.substring(PUT.length())));
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());

        try (DynamoDbLocal restarted = start(data);
                DynamoDbClient client = restarted.newClient()) {
            assertThat(keys(client, Putter.TABLE)).containsAll(acknowledged);
        }
    }

    @Test
    void takesThePortItIsGivenAndFreesItWhenClosed() {
        DynamoDbLocal first = DynamoDbLocal.builder(lib()).start();
        int port = first.endpoint().getPort();
        assertThatThrownBy(() -> DynamoDbLocal.builder(lib()).port(port).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Address already in use");
        first.close();
        assertThat(first.isAlive()).isFalse();

        try (DynamoDbLocal second = DynamoDbLocal.builder(lib()).port(port).start()) {
            assertThat(second.endpoint().getPort()).isEqualTo(port);
            assertThat(second.pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void namesTheCommandThatFetchesIt(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> DynamoDbLocal.findLib(elsewhere))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mvn -pl infra/dynamodb-local generate-resources");
    }

    private static Path lib() {
        return DynamoDbLocal.findLib(Path.of(""));
    }

    private static DynamoDbLocal start(Path data) {
        return DynamoDbLocal.builder(lib()).data(data).start();
    }

    private static void createTable(DynamoDbClient client, String table) {
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(KeySchemaElement.builder()
                        .attributeName("pk")
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("pk")
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    }

    private static void put(DynamoDbClient client, String table, String key) {
        client.putItem(request -> request.tableName(table).item(Map.of("pk", AttributeValue.fromS(key))));
    }

    private static Set<String> keys(DynamoDbClient client, String table) {
        Set<String> keys = new HashSet<>();
        client.scanPaginator(request -> request.tableName(table))
                .items()
                .forEach(item -> keys.add(item.get("pk").s()));
        return keys;
    }

    /** The process that is killed: says each key once DynamoDB has acknowledged it. */
    static final class Putter {
        static final String TABLE = "kept";

        private Putter() {}

        static void main(String[] arguments) {
            DynamoDbLocal database = start(Path.of(arguments[0]));
            DynamoDbClient client = database.newClient();
            createTable(client, TABLE);
            System.out.println("pid " + database.pid());
            for (int i = 0; ; i++) {
                put(client, TABLE, "item-" + i);
                System.out.println(PUT + "item-" + i);
            }
        }
    }
}
