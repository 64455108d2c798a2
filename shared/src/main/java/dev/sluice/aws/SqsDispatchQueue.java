package dev.sluice.aws;

import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.DispatchQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** The dispatch queue in SQS: standard, fair by message group, sent to in tens. */
public final class SqsDispatchQueue implements DispatchQueue {

    private static final int BATCH = 10; // SendMessageBatch: up to 10 entries

    private final SqsClient client;
    private final String url;
    private final Coalescer<Delayed, Boolean> sends = new Coalescer<>(BATCH, Coalescer.PATIENCE, this::taken);

    public SqsDispatchQueue(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    @Override
    public List<Delayed> send(List<Delayed> messages) {
        if (messages.size() == 1) { // the others fill requests of their own
            return sends.ask(messages.getFirst()) ? List.of() : messages;
        }
        List<Delayed> refused = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += BATCH) {
            List<Delayed> batch = messages.subList(from, Math.min(from + BATCH, messages.size()));
            List<Boolean> taken = taken(batch);
            for (int i = 0; i < batch.size(); i++) {
                if (!taken.get(i)) {
                    refused.add(batch.get(i));
                }
            }
        }
        return refused;
    }

    /** Which of a batch the queue has taken: what it names as taken, and nothing else. */
    private List<Boolean> taken(List<Delayed> batch) {
        SendMessageBatchResponse answer =
                client.sendMessageBatch(request -> request.queueUrl(url).entries(entries(batch)));
        Set<String> successful = new HashSet<>();
        answer.successful().forEach(entry -> successful.add(entry.id()));
        answer.failed().forEach(entry -> successful.remove(entry.id()));
        return IntStream.range(0, batch.size())
                .mapToObj(i -> successful.contains(Integer.toString(i)))
                .toList();
    }

    @Override
    public long backlog() {
        return about(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
    }

    @Override
    public long inFlight() {
        return about(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    }

    private long about(QueueAttributeName name) {
        String number = client.getQueueAttributes(
                        request -> request.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
        return number == null ? 0 : Long.parseLong(number);
    }

    private static List<SendMessageBatchRequestEntry> entries(List<Delayed> batch) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Delayed delayed = batch.get(i);
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .messageBody(DispatchMessageText.write(delayed.message()))
                    .messageGroupId(delayed.message().group())
                    .delaySeconds(wholeSeconds(delayed.delay()))
                    .build());
        }
        return entries;
    }

    /** Rounded up, so that a message never comes before its time, and within what SQS allows. */
    private static int wholeSeconds(Duration delay) {
        return (int) Math.clamp(delay.plusNanos(999_999_999).toSeconds(), 0, LONGEST_DELAY.toSeconds());
    }
}
