package dev.sluice.emulators.sqs;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An {@link SqsEmulator} in memory for tests, shared by all tests of the JVM: started by the first that needs it, closed after
 * the last. Use it as a static {@code @RegisterExtension} field, so that it serves {@code @BeforeAll} too.
 */
public final class SqsExtension implements BeforeAllCallback, BeforeEachCallback {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private @Nullable Shared shared;
    private @Nullable String queueName;

    /** One emulator and one client; JUnit closes it when the last test has ended. */
    private record Shared(SqsEmulator emulator, SqsClient client) implements AutoCloseable {
        static Shared start() {
            SqsEmulator emulator = SqsEmulator.builder().start();
            return new Shared(emulator, emulator.newClient());
        }

        @Override
        public void close() {
            client.close();
            emulator.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SqsExtension.class))
                .computeIfAbsent(Shared.class, key -> Shared.start(), Shared.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (shared == null) {
            beforeAll(context);
        }
        queueName = null;
    }

    /** The shared emulator. */
    public SqsEmulator emulator() {
        return shared().emulator();
    }

    /** A client for it, shared; do not close it. */
    public SqsClient client() {
        return shared().client();
    }

    /** A queue name that no other test uses, the same during one test. */
    public String queueName() {
        String name = queueName;
        if (name == null) {
            name = freshName();
            queueName = name;
        }
        return name;
    }

    /** Creates a queue under a name that nothing else uses and answers its URL. */
    public String newQueue(Map<QueueAttributeName, String> attributes) {
        return client().createQueue(request -> request.queueName(freshName()).attributes(attributes))
                .queueUrl();
    }

    private static String freshName() {
        return "test-" + NAMES.incrementAndGet();
    }

    private Shared shared() {
        if (shared == null) {
            throw new IllegalStateException(
                    "SqsExtension is not registered: declare a static @RegisterExtension field");
        }
        return shared;
    }
}
