package dev.sluice.emulators.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The 12 hours of visibility, as every stand-in for SQS here has to keep them. */
abstract class VisibilityContract {
    private String queue = "";

    abstract SqsClient sqs();

    @BeforeEach
    void createQueue() {
        queue = sqs().createQueue(request -> request.queueName("visibility-" + UUID.randomUUID()))
                .queueUrl();
    }

    @Test
    void refusesMoreThanTwelveHoursForAMessage() {
        Message message = receiveOne();

        assertInvalidParameter(() -> change(message, 43_201));
    }

    @Test
    void countsTheTwelveHoursFromTheReceive() {
        Message message = receiveOne();

        assertInvalidParameter(() -> change(message, 43_200));
    }

    @Test
    void allowsWhatIsLeftOfTheTwelveHours() {
        Message message = receiveOne();

        change(message, 42_000);

        assertThat(receive(0)).isEmpty();
    }

    @Test
    void makesAMessageVisibleAtOnceWithZero() {
        Message message = receiveOne();

        change(message, 0);

        assertThat(receive(1)).extracting(Message::messageId).containsExactly(message.messageId());
    }

    @Test
    void changesTheOthersOfABatchAndReportsTheRefusedOnes() {
        Message good = receiveOne();
        Message bad = receiveOne();

        ChangeMessageVisibilityBatchResponse response = sqs().changeMessageVisibilityBatch(
                        request -> request.queueUrl(queue).entries(entry("good", good, 0), entry("bad", bad, 43_201)));

        assertThat(response.successful())
                .extracting(ChangeMessageVisibilityBatchResultEntry::id)
                .containsExactly("good");
        assertThat(response.failed())
                .extracting(BatchResultErrorEntry::id, BatchResultErrorEntry::code, BatchResultErrorEntry::senderFault)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("bad", "InvalidParameterValue", true));
        assertThat(receive(1)).extracting(Message::messageId).containsExactly(good.messageId());
    }

    @Test
    void refusesAReceiveWithMoreThanTwelveHours() {
        assertInvalidParameter(
                () -> sqs().receiveMessage(request -> request.queueUrl(queue).visibilityTimeout(43_201)));
    }

    @Test
    void deletesByTheHandleThatItGave() {
        Message message = receiveOne();
        change(message, 0);
        Message again = receive(1).getFirst();

        sqs().deleteMessage(request -> request.queueUrl(queue).receiptHandle(again.receiptHandle()));

        assertThat(receive(0)).isEmpty();
    }

    private Message receiveOne() {
        sqs().sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
        return receive(1).getFirst();
    }

    private List<Message> receive(int waitSeconds) {
        return sqs().receiveMessage(request ->
                        request.queueUrl(queue).waitTimeSeconds(waitSeconds).maxNumberOfMessages(10))
                .messages();
    }

    private void change(Message message, int seconds) {
        sqs().changeMessageVisibility(request ->
                request.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(seconds));
    }

    private static ChangeMessageVisibilityBatchRequestEntry entry(String id, Message message, int seconds) {
        return ChangeMessageVisibilityBatchRequestEntry.builder()
                .id(id)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(seconds)
                .build();
    }

    private static void assertInvalidParameter(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SqsException.class, e -> {
            assertThat(e.statusCode()).isEqualTo(400);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue");
        });
    }
}
