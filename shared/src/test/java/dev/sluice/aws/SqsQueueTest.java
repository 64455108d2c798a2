package dev.sluice.aws;

import dev.sluice.emulators.sqs.SqsExtension;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;

/** In the JVM's own SQS. */
class SqsQueueTest extends SqsQueueContract {

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @Override
    SqsClient client() {
        return SQS.client();
    }

    @Override
    String newQueue() {
        return SQS.newQueue(Map.of());
    }
}
