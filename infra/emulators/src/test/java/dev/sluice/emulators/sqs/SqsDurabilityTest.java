package dev.sluice.emulators.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulators.process.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SqsDurabilityTest {
    private static final String QUEUE = "kept";
    private static final String SENT = "sent ";
    private static final int BEFORE_THE_KILL = 200;

    @Test
    void whatWasAcknowledgedOutlivesKill9(@TempDir Path data) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (ChildProcess child = ChildProcess.java(Sender.class, data.toString())) {
            while (acknowledged.size() < BEFORE_THE_KILL) {
                acknowledged.add(child.awaitLine(SENT).substring(SENT.length()));
            }
            child.kill();
            child.remainingLines().stream()
                    .filter(line -> line.startsWith(SENT))
                    .forEach(line -> acknowledged.add(line.substring(SENT.length())));
        }

        try (SqsEmulator restarted = SqsEmulator.builder().data(data).start();
                SqsClient sqs = restarted.newClient()) {
            String queue = sqs.getQueueUrl(request -> request.queueName(QUEUE)).queueUrl();

            // One may have been stored whose acknowledgement the kill cut off.
            assertThat(receiveAll(sqs, queue)).containsAll(acknowledged);
            assertThat(sqs.getQueueAttributes(request ->
                                    request.queueUrl(queue).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
                            .attributes())
                    .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "77");
        }
    }

    @Test
    void whatWasDeletedStaysDeletedAndWhatWasReceivedStaysHidden(@TempDir Path data) {
        try (SqsEmulator emulator = SqsEmulator.builder().data(data).start();
                SqsClient sqs = emulator.newClient()) {
            String queue = sqs.createQueue(request -> request.queueName(QUEUE)).queueUrl();
            for (String body : List.of("deleted", "hidden", "waiting")) {
                sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
            }
            Message deleted = sqs.receiveMessage(request -> request.queueUrl(queue))
                    .messages()
                    .getFirst();
            sqs.deleteMessage(request -> request.queueUrl(queue).receiptHandle(deleted.receiptHandle()));
            sqs.receiveMessage(request -> request.queueUrl(queue));
        }

        try (SqsEmulator restarted = SqsEmulator.builder().data(data).start();
                SqsClient sqs = restarted.newClient()) {
            String queue = sqs.getQueueUrl(request -> request.queueName(QUEUE)).queueUrl();

            assertThat(receiveAll(sqs, queue)).hasSize(1);
        }
    }

    private static List<String> receiveAll(SqsClient sqs, String queue) {
        List<String> bodies = new ArrayList<>();
        for (List<Message> batch = receive(sqs, queue); !batch.isEmpty(); batch = receive(sqs, queue)) {
            batch.forEach(message -> bodies.add(message.body()));
        }
        return bodies;
    }

    private static List<Message> receive(SqsClient sqs, String queue) {
        return sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10))
                .messages();
    }

    /** The process that is killed: says each message once SQS has acknowledged it. */
    static final class Sender {
        private Sender() {}

        static void main(String[] arguments) {
            SqsEmulator emulator =
                    SqsEmulator.builder().data(Path.of(arguments[0])).start();
            SqsClient sqs = emulator.newClient();
            String queue = sqs.createQueue(request ->
                            request.queueName(QUEUE).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "77")))
                    .queueUrl();
            for (int i = 0; ; i++) {
                String body = "message-" + i;
                sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
                System.out.println(SENT + body);
            }
        }
    }
}
