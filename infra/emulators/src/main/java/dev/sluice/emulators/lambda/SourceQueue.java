package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of an event source, in the four calls that Lambda makes. */
final class SourceQueue {
    private final SqsClient sqs;
    private final String url;
    private final String arn;
    private final Duration visibility;

    /** Asks the queue for its ARN and its visibility timeout. */
    SourceQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(request -> request.queueUrl(url)
                        .attributeNames(QueueAttributeName.QUEUE_ARN, QueueAttributeName.VISIBILITY_TIMEOUT))
                .attributes();
        this.arn = attribute(attributes, QueueAttributeName.QUEUE_ARN);
        this.visibility =
                Duration.ofSeconds(Long.parseLong(attribute(attributes, QueueAttributeName.VISIBILITY_TIMEOUT)));
    }

    /** How long a received message stays hidden. */
    Duration visibility() {
        return visibility;
    }

    List<SQSMessage> receive(int batchSize, Duration wait) {
        return sqs
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(batchSize)
                        .waitTimeSeconds((int) wait.toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
                .messages()
                .stream()
                .map(message -> SqsEvents.message(message, arn))
                .toList();
    }

    /**
     * Deletes messages of one batch. What SQS does not delete stays and comes back: its own faults are tried once more, a
     * handle that has expired is not.
     *
     * @return the ids of the messages that are deleted
     */
    Set<String> delete(List<SQSMessage> messages) {
        Set<String> deleted = new HashSet<>();
        List<SQSMessage> left = messages;
        for (int attempt = 1; attempt <= 2 && !left.isEmpty(); attempt++) {
            left = deleteOnce(left, deleted);
        }
        return deleted;
    }

    /** Makes messages visible at once. Where that fails they come back by themselves. */
    void giveBack(List<SQSMessage> messages) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .receiptHandle(messages.get(i).getReceiptHandle())
                    .visibilityTimeout(0)
                    .build());
        }
        try {
            sqs.changeMessageVisibilityBatch(request -> request.queueUrl(url).entries(entries));
        } catch (SdkException | IllegalStateException e) {
            // The queue, or the client, is gone already.
        }
    }

    /** Deletes by one request and adds the ids to {@code deleted}; answers what is worth another try. */
    private List<SQSMessage> deleteOnce(List<SQSMessage> messages, Set<String> deleted) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .receiptHandle(messages.get(i).getReceiptHandle())
                    .build());
        }
        DeleteMessageBatchResponse response;
        try {
            response = sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
        } catch (SdkException e) {
            return messages;
        }
        for (DeleteMessageBatchResultEntry done : response.successful()) {
            deleted.add(messages.get(Integer.parseInt(done.id())).getMessageId());
        }
        return response.failed().stream()
                .filter(failure -> !failure.senderFault())
                .map(BatchResultErrorEntry::id)
                .map(id -> messages.get(Integer.parseInt(id)))
                .toList();
    }

    private static String attribute(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the queue does not tell its " + name);
        }
        return value;
    }
}
