package dev.sluice.emulators.dynamodb;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A {@link DynamoDbLocal} in memory for tests, shared by all tests of the JVM: started by the first that needs it, ended after
 * the last. Use it as a static {@code @RegisterExtension} field, so that it serves {@code @BeforeAll} too. Where DynamoDB Local
 * is not fetched, the test fails with the command that fetches it.
 */
public final class DynamoDbExtension implements BeforeAllCallback, BeforeEachCallback {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private @Nullable Shared shared;
    private @Nullable String tableName;

    /** One process and one client; JUnit closes it when the last test has ended. */
    private record Shared(DynamoDbLocal database, DynamoDbClient client) implements AutoCloseable {
        static Shared start() {
            DynamoDbLocal database =
                    DynamoDbLocal.builder(DynamoDbLocal.findLib(Path.of(""))).start();
            return new Shared(database, database.newClient());
        }

        @Override
        public void close() {
            client.close();
            database.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(DynamoDbExtension.class))
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (shared == null) {
            beforeAll(context);
        }
        tableName = null;
    }

    /** The shared process. */
    public DynamoDbLocal database() {
        return shared().database();
    }

    /** A client for it, shared; do not close it. */
    public DynamoDbClient client() {
        return shared().client();
    }

    /** A table name that no other test uses, the same during one test; the test creates the table. */
    public String tableName() {
        String name = tableName;
        if (name == null) {
            name = "test-" + NAMES.incrementAndGet();
            tableName = name;
        }
        return name;
    }

    private Shared shared() {
        if (shared == null) {
            throw new IllegalStateException(
                    "DynamoDbExtension is not registered: declare a static @RegisterExtension field");
        }
        return shared;
    }
}
