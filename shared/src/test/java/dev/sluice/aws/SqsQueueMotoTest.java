package dev.sluice.aws;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The same against an independent implementation, where one is installed. */
class SqsQueueMotoTest extends SqsQueueContract {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static MotoProcess moto;
    private static SqsClient client;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        moto = MotoProcess.startOrSkip();
        client = moto.sqs();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (client != null) {
            client.close();
        }
        if (moto != null) {
            moto.close();
        }
    }

    @Override
    SqsClient client() {
        return client;
    }

    @Override
    String newQueue() {
        return client.createQueue(request -> request.queueName("queue-" + NAMES.incrementAndGet()))
                .queueUrl();
    }
}
