package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SNS and SQS deliver at least once: what comes twice is handled twice and delivered once. */
final class DuplicateInputIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private Pipeline pipeline;
    private Topic topic;

    @BeforeEach
    void start() throws IOException {
        pipeline = new Pipeline(SQS, DYNAMO_DB);
        pipeline.endpoint("/hook", "5s");
        topic = pipeline.topic(Crashes.none());
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void theSameNotificationTwiceIsOneWebhook() throws Exception {
        String name = "same SNS notification twice";
        pipeline.dispatch(Crashes.none());
        String messageId = topic.publish(Bounces.of(1).getFirst());
        awaitMessages(1);

        Prove.expect(name + ": redelivered", true, topic.redeliver(messageId));
        awaitMessages(2);

        Prove.expect(name + ": ingest invocations", 2, topic.invocations());
        Prove.expect(name + ": events stored", 1, pipeline.events().size());
        Prove.expect(name + ": messages dispatched", 2, messages());
        Prove.expect(name + ": webhooks", 1, pipeline.receiver().received().size());
        Prove.expect(
                name + ": acknowledged",
                Map.of("already_delivered", 1L),
                pipeline.told().acknowledged());
    }

    @Test
    void theSameMessageOnceMoreAfterItsDeliveryIsOneWebhook() throws Exception {
        String name = "same SQS message twice";
        pipeline.dispatch(Crashes.none());
        topic.publish(Bounces.of(1).getFirst());
        awaitMessages(1);

        sendAgain();
        awaitMessages(2);

        Prove.expect(
                name + ": dispatcher invocations", 2, pipeline.invocations().size());
        Prove.expect(name + ": webhooks", 1, pipeline.receiver().received().size());
        Prove.expect(
                name + ": acknowledged",
                Map.of("already_delivered", 1L),
                pipeline.told().acknowledged());
    }

    @Test
    void theSameMessageTwiceInOneBatchIsOneWebhook() throws Exception {
        String name = "same SQS message twice in one batch";
        topic.publish(Bounces.of(1).getFirst());
        sendAgain();

        pipeline.dispatch(Crashes.none());
        awaitMessages(2);

        Prove.expect(
                name + ": dispatcher invocations", 1, pipeline.invocations().size());
        Prove.expect(name + ": webhooks", 1, pipeline.receiver().received().size());
        Prove.expect(
                name + ": acknowledged",
                Map.of("duplicate_in_batch", 1L),
                pipeline.told().acknowledged());
    }

    private void sendAgain() {
        DispatchMessage.One message = DispatchMessage.One.of(pipeline.expected().getFirst(), 1);
        pipeline.sqs()
                .sendMessage(request -> request.queueUrl(pipeline.queues().dispatch())
                        .messageBody(DispatchMessageText.write(message))
                        .messageGroupId(message.group()));
    }

    /** Until the dispatcher was handed so many messages and is done with all. */
    private void awaitMessages(int number) {
        await().atMost(PATIENCE)
                .until(() ->
                        messages() >= number && pipeline.depth(pipeline.queues().dispatch()) == 0);
    }

    private int messages() {
        return pipeline.invocations().stream()
                .mapToInt(invocation -> invocation.messages().size())
                .sum();
    }
}
