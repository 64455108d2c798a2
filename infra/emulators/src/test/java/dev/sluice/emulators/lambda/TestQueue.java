package dev.sluice.emulators.lambda;

import dev.sluice.emulators.sqs.SqsExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A queue of its own for one test. */
record TestQueue(SqsClient sqs, String url) {
    static TestQueue withVisibility(SqsExtension extension, Duration visibility) {
        return withVisibility(extension.client(), visibility);
    }

    static TestQueue withVisibility(SqsClient sqs, Duration visibility) {
        Map<QueueAttributeName, String> attributes =
                Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(visibility.toSeconds()));
        String name = "test-" + UUID.randomUUID();
        return new TestQueue(
                sqs,
                sqs.createQueue(request -> request.queueName(name).attributes(attributes))
                        .queueUrl());
    }

    void send(String... bodies) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(body)
                    .build());
        }
        sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
    }

    /** Messages that anybody could receive now. */
    int visible() {
        return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    /** Messages that were received and are neither deleted nor visible again. */
    int hidden() {
        return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private int count(QueueAttributeName name) {
        return Integer.parseInt(
                sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
                        .attributes()
                        .getOrDefault(name, "0"));
    }
}
