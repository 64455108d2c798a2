package dev.sluice.emulators.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulators.time.SettableClock;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsEmulatorTest {
    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    private final SqsClient sqs = SQS.client();

    @Test
    void refusesTheRestOfTwelveHoursOnceElevenHavePassed() {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
        try (SqsEmulator emulator = SqsEmulator.builder().clock(clock).start();
                SqsClient client = emulator.newClient()) {
            String queue = client.createQueue(request -> request.queueName("q")).queueUrl();
            client.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
            Message message = client.receiveMessage(
                            request -> request.queueUrl(queue).visibilityTimeout(43_200))
                    .messages()
                    .getFirst();
            clock.advance(Duration.ofHours(11));

            assertThatThrownBy(() -> change(client, queue, message, 3_601))
                    .hasMessageContaining("beyond the limit [43200 seconds]");
            change(client, queue, message, 3_600);
        }
    }

    @Test
    void refusesAQueueWithMoreThanTwelveHours() {
        Map<QueueAttributeName, String> tooLong = Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "43201");
        String queue = SQS.newQueue(Map.of());

        assertThatThrownBy(() -> SQS.newQueue(tooLong))
                .isInstanceOfSatisfying(
                        SqsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidAttributeValue"));
        assertThatThrownBy(() -> sqs.setQueueAttributes(
                        request -> request.queueUrl(queue).attributes(tooLong)))
                .isInstanceOf(SqsException.class);
    }

    @Test
    void countsRequestsByAction() {
        try (SqsEmulator emulator = SqsEmulator.builder().start();
                SqsClient client = emulator.newClient()) {
            String queue = client.createQueue(request -> request.queueName("q")).queueUrl();
            client.sendMessage(request -> request.queueUrl(queue).messageBody("1"));
            client.sendMessage(request -> request.queueUrl(queue).messageBody("2"));
            client.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10));

            assertThat(emulator.requests())
                    .isEqualTo(Map.of("CreateQueue", 1L, "SendMessage", 2L, "ReceiveMessage", 1L));
        }
    }

    @Test
    void countsReceivesThatComeBackEmptyApart() {
        try (SqsEmulator emulator = SqsEmulator.builder().start();
                SqsClient client = emulator.newClient()) {
            String queue = client.createQueue(request -> request.queueName("q")).queueUrl();
            client.receiveMessage(request -> request.queueUrl(queue));
            client.sendMessage(request -> request.queueUrl(queue).messageBody("1"));
            client.receiveMessage(request -> request.queueUrl(queue));

            assertThat(emulator.requests()).containsEntry("ReceiveMessage", 2L);
            assertThat(emulator.emptyReceives()).isEqualTo(1);
        }
    }

    @Test
    void longPollsDoNotHoldUpOthers() throws InterruptedException {
        String empty = SQS.newQueue(Map.of());
        String queue = SQS.newQueue(Map.of());
        List<Thread> polls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            polls.add(Thread.ofVirtual()
                    .start(() -> sqs.receiveMessage(
                            request -> request.queueUrl(empty).waitTimeSeconds(20))));
        }
        long before = SQS.emulator().requests().getOrDefault("SendMessage", 0L);

        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages())
                .hasSize(1);
        assertThat(SQS.emulator().requests().get("SendMessage")).isEqualTo(before + 1);
        assertThat(polls).anyMatch(Thread::isAlive);
        for (int i = 0; i < 100; i++) {
            sqs.sendMessage(request -> request.queueUrl(empty).messageBody("wake up"));
        }
        for (Thread poll : polls) {
            assertThat(poll.join(Duration.ofSeconds(30))).isTrue();
        }
    }

    @Test
    void keepsTheMessageGroupOnAStandardQueue() {
        String queue = SQS.newQueue(Map.of());
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello").messageGroupId("tenant"));

        Message message = sqs.receiveMessage(
                        request -> request.queueUrl(queue).messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .getFirst();

        assertThat(message.attributes()).containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "tenant");
    }

    @Test
    void movesAMessageToTheDeadLetterQueueAfterItsLastReceive() {
        String dead = SQS.newQueue(Map.of());
        String deadArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        String queue = SQS.newQueue(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + deadArn + "\",\"maxReceiveCount\":\"1\"}"));
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));

        assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages())
                .hasSize(1);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages())
                    .isEmpty();
            assertThat(sqs.receiveMessage(request -> request.queueUrl(dead)).messages())
                    .hasSize(1);
        });
    }

    @Test
    void takesThePortItIsGivenAndFreesItWhenClosed() {
        SqsEmulator first = SqsEmulator.builder().start();
        int port = first.endpoint().getPort();
        assertThatThrownBy(() -> SqsEmulator.builder().port(port).start()).isInstanceOf(UncheckedIOException.class);
        first.close();

        try (SqsEmulator second = SqsEmulator.builder().port(port).start()) {
            assertThat(second.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + port));
        }
    }

    @Test
    void closesAtOnceUnderALongPoll() throws InterruptedException {
        SqsEmulator emulator = SqsEmulator.builder().start();
        SqsClient client = emulator.newClient();
        String queue = client.createQueue(request -> request.queueName("q")).queueUrl();
        Thread poll = Thread.ofVirtual().start(() -> {
            try {
                client.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(20));
            } catch (RuntimeException e) {
                // Its connection ends, which is the point.
            }
        });
        await().until(() -> emulator.requests().containsKey("ReceiveMessage"));

        long started = System.nanoTime();
        emulator.close();

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        client.close();
        poll.interrupt();
        poll.join();
    }

    @Test
    void refusesWhatIsNotTheJsonProtocol() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(SQS.emulator().endpoint().resolve("/?Action=ListQueues"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("X-Amz-Target");
        }
    }

    @Test
    void onlyOneCanBeDurableInOneJvm(@TempDir Path first, @TempDir Path second) {
        try (SqsEmulator durable = SqsEmulator.builder().data(first).start()) {
            assertThatThrownBy(() -> SqsEmulator.builder().data(second).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one durable");
            assertThat(durable.requests()).isEmpty();
        }
        SqsEmulator.builder().data(second).start().close();
    }

    private static void change(SqsClient client, String queue, Message message, int seconds) {
        client.changeMessageVisibility(request ->
                request.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }
}
