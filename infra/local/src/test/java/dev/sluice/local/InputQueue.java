package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.emulators.lambda.EventSource;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A queue with the function behind it: what it does not acknowledge comes again when its visibility ends, and is never given up. */
final class InputQueue implements Entrance, AutoCloseable {

    private static final Duration VISIBILITY = Duration.ofSeconds(2); // three minutes in AWS
    private static final int CONTAINERS = 20;

    /** A container that dies leaves the others of its batch undone too. More of them in one would only take more rounds. */
    private static final int BATCH = 2;

    private final SqsClient sqs;
    private final String url;
    private final EventSource source;

    InputQueue(SqsClient sqs, String name, RequestHandler<SQSEvent, SQSBatchResponse> ingest) {
        this.sqs = sqs;
        url = sqs.createQueue(request -> request.queueName(name)
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "" + VISIBILITY.toSeconds())))
                .queueUrl();
        source = EventSource.builder(sqs, url, () -> ingest)
                .functionName("ingest-queue")
                .timeout(VISIBILITY)
                .batchSize(BATCH)
                .concurrency(CONTAINERS)
                .pollers(CONTAINERS / 4)
                .longPoll(Duration.ofSeconds(1))
                .start();
    }

    @Override
    public long handOver(int events) {
        Bounces.of(events)
                .forEach(bounce ->
                        sqs.sendMessage(request -> request.queueUrl(url).messageBody(bounce)));
        await().atMost(Settled.PATIENCE).until(() -> Pipeline.depth(sqs, url) == 0);
        return 0;
    }

    @Override
    public void close() {
        source.close();
    }
}
