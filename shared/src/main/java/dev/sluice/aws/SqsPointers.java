package dev.sluice.aws;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.wake.Pointers;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The dead-letter queue's messages in SQS. What a request does not do is done by the next round, or by the visibility timeout. */
public final class SqsPointers implements Pointers {

    private static final int BATCH = 10;
    private static final int UNSEEN_SECONDS = 60;
    private static final int WAIT_SECONDS = 1; // a receive that does not wait asks some of SQS's servers only

    private final SqsClient client;
    private final String url;

    public SqsPointers(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    @Override
    public long depth() {
        QueueAttributeName name = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        String number = client.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
        return number == null ? 0 : Long.parseLong(number);
    }

    @Override
    public List<Pointer> receive() {
        return client
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(BATCH)
                        .visibilityTimeout(UNSEEN_SECONDS)
                        .waitTimeSeconds(WAIT_SECONDS))
                .messages()
                .stream()
                .map(message -> new Pointer(message.receiptHandle(), read(message.body())))
                .toList();
    }

    private static DispatchMessage.@Nullable One read(String body) {
        try {
            return DispatchMessageText.read(body) instanceof DispatchMessage.One one ? one : null;
        } catch (IllegalArgumentException e) {
            return null; // not ours: it stays
        }
    }

    @Override
    public void delete(List<Pointer> pointers) {
        inTens(
                pointers,
                batch -> client.deleteMessageBatch(request -> request.queueUrl(url)
                        .entries(IntStream.range(0, batch.size())
                                .mapToObj(i -> DeleteMessageBatchRequestEntry.builder()
                                        .id(Integer.toString(i))
                                        .receiptHandle(batch.get(i).receipt())
                                        .build())
                                .toList())));
    }

    @Override
    public void giveBack(List<Pointer> pointers) {
        inTens(
                pointers,
                batch -> client.changeMessageVisibilityBatch(request -> request.queueUrl(url)
                        .entries(IntStream.range(0, batch.size())
                                .mapToObj(i -> ChangeMessageVisibilityBatchRequestEntry.builder()
                                        .id(Integer.toString(i))
                                        .receiptHandle(batch.get(i).receipt())
                                        .visibilityTimeout(0)
                                        .build())
                                .toList())));
    }

    private static void inTens(List<Pointer> pointers, Consumer<List<Pointer>> action) {
        for (int from = 0; from < pointers.size(); from += BATCH) {
            action.accept(pointers.subList(from, Math.min(from + BATCH, pointers.size())));
        }
    }
}
