package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.delivery.DispatchQueueContract;
import dev.sluice.delivery.Samples;
import dev.sluice.wake.Pointers.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** What the SQS adapters do, against whatever speaks SQS. */
abstract class SqsQueueContract extends DispatchQueueContract {

    private String url;

    abstract SqsClient client();

    abstract String newQueue();

    @Override
    protected DispatchQueue queue() {
        url = newQueue();
        return new SqsDispatchQueue(client(), url);
    }

    @Override
    protected List<DispatchMessage> take(int number) {
        return receive(number).stream()
                .map(message -> DispatchMessageText.read(message.body()))
                .toList();
    }

    @Override
    protected boolean isEmptyNow() {
        return poll(0).isEmpty();
    }

    @Test
    void namesTheEndpointAsTheMessagesGroup() {
        One one = one();

        new SqsDispatchQueue(client(), newUrl()).sendAll(List.of(one));

        assertThat(receive(1).getFirst().attributes())
                .containsEntry(
                        MessageSystemAttributeName.MESSAGE_GROUP_ID,
                        one.endpoint().value());
    }

    @Test
    void whatWasReceivedAndNotDeletedIsInFlight() {
        SqsDispatchQueue queue = new SqsDispatchQueue(client(), newUrl());
        queue.sendAll(List.of(one(), one(), one()));
        assertThat(queue.inFlight()).isZero();

        List<Message> received = client().receiveMessage(
                        request -> request.queueUrl(url).maxNumberOfMessages(1))
                .messages();

        assertThat(received).hasSize(1);
        assertThat(queue.inFlight()).isEqualTo(1);
        assertThat(queue.backlog()).isEqualTo(2);
    }

    @Test
    void roundsADelayUpToTheWholeSecond() {
        long sent = System.nanoTime();

        new SqsDispatchQueue(client(), newUrl()).send(List.of(new Delayed(one(), Duration.ofNanos(1))));

        // Rounded down it would be there at once.
        assertThat(poll(0).isEmpty() || System.nanoTime() - sent > TimeUnit.SECONDS.toNanos(1))
                .isTrue();
        assertThat(receive(1)).hasSize(1);
    }

    @Test
    void aPointerIsAMessageThatTheDispatchQueueUnderstands() {
        One pointer = one();

        new SqsDeadLetterQueue(client(), newUrl()).add(pointer);

        assertThat(take(1)).containsExactly(pointer);
    }

    @Test
    void pointersAreReceivedDeletedAndGivenBack() {
        String queue = newUrl();
        List<One> all = Stream.generate(SqsQueueContract::one).limit(12).toList();
        all.forEach(new SqsDeadLetterQueue(client(), queue)::add);
        client().sendMessage(request -> request.queueUrl(queue).messageBody("not ours"));
        SqsPointers pointers = new SqsPointers(client(), queue);
        assertThat(pointers.depth()).isEqualTo(13);

        List<Pointer> received = received(pointers, 13);
        assertThat(pointers.receive()).as("nobody else sees them").isEmpty();
        assertThat(received.stream().map(Pointer::message).filter(Objects::nonNull))
                .containsExactlyInAnyOrderElementsOf(all);
        pointers.delete(received.subList(0, 11));
        pointers.giveBack(received.subList(11, 13));

        assertThat(received(pointers, 2))
                .extracting(Pointer::message)
                .containsExactlyInAnyOrderElementsOf(
                        received.subList(11, 13).stream().map(Pointer::message).toList());
    }

    private static List<Pointer> received(SqsPointers pointers, int number) {
        List<Pointer> received = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (received.size() < number && System.nanoTime() < end) {
            received.addAll(pointers.receive());
        }
        assertThat(received).hasSize(number);
        return received;
    }

    private String newUrl() {
        url = newQueue();
        return url;
    }

    private static One one() {
        return One.of(
                Samples.first(Samples.app(), Samples.endpointId(), Samples.NOON).key(), 2);
    }

    private List<Message> receive(int number) {
        List<Message> received = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (received.size() < number && System.nanoTime() < end) {
            received.addAll(poll(1));
        }
        assertThat(received).hasSize(number);
        return received;
    }

    private List<Message> poll(int waitSeconds) {
        List<Message> messages = client().receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(10)
                        .waitTimeSeconds(waitSeconds)
                        .messageSystemAttributeNames(MessageSystemAttributeName.MESSAGE_GROUP_ID))
                .messages();
        messages.forEach(message ->
                client().deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle())));
        return messages;
    }
}
