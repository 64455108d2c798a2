package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Script;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A receiver that fails: tried again when the decision says so, and kept when it never recovers. */
final class RetryIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private Pipeline pipeline;

    @BeforeEach
    void start() throws IOException {
        pipeline = new Pipeline(SQS, DYNAMO_DB);
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void isDeliveredAfterTwoFailuresAtTheTimesThatWereDecided() throws Exception {
        String name = "500, 500, 200";
        String queue = pipeline.queues().dispatch();
        pipeline.endpoint("/hook", "1s,2s");
        pipeline.receiver().script("/hook", Script.statuses(500, 500, 200));
        // The dispatcher's time passes only as the queue is asked to hide its message.
        Instant start = Instant.now();
        pipeline.dispatch(
                Crashes.none(), CrashPlan.NONE, () -> start.plusSeconds(sum(SqsRequests.visibilityTimeouts(queue))));

        pipeline.topic(Crashes.none()).publish(Bounces.of(1).getFirst());
        await().atMost(PATIENCE)
                .until(() -> pipeline.depth(queue) == 0
                        || SqsRequests.visibilityTimeouts(queue).size() > 2);

        List<Received> received = pipeline.receiver().received();
        List<Integer> asked = SqsRequests.visibilityTimeouts(queue);
        Prove.expect(name + ": visibility asked for, in s", waitsDecided(), asked);
        Prove.expect(name + ": attempts", 3, received.size());
        Prove.expect(name + ": svix-ids", 1, pipeline.webhooks().ids().size());
        Prove.expect(
                name + ": attempts with other bytes",
                0,
                pipeline.webhooks().unequal().size());
        Prove.expect(
                name + ": signatures the official library refuses",
                0,
                pipeline.webhooks().unverified(pipeline.secret()));
        Prove.expect(name + ": seconds between svix-timestamps", asked, secondsBetween(received));
        Prove.expect(name + ": attempts before their time", 0, early(received, asked));
        Delivery row = pipeline.rows().iterator().next();
        Prove.expect(name + ": row", "delivered in series 1 by attempt 3", story(row));
    }

    @Test
    void isDeadAfterTheLastFailureAndDeliveredByMovingItsPointer() throws Exception {
        String name = "500 for ever";
        pipeline.endpoint("/hook", "1s");
        pipeline.receiver().script("/hook", Script.statuses(500));
        pipeline.dispatch(Crashes.none());

        pipeline.topic(Crashes.none()).publish(Bounces.of(1).getFirst());
        Settled.await(pipeline);

        Delivery dead = pipeline.rows().iterator().next();
        Prove.expect(name + ": attempts", 2, pipeline.receiver().received().size());
        Prove.expect(name + ": row", "dead in series 1 by attempt 2", story(dead));
        Prove.expect(
                name + ": cause",
                new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500),
                ((Status.Dead) dead.status()).cause());
        Prove.expect(
                name + ": messages in DeadLetterQueue",
                1,
                pipeline.depth(pipeline.queues().deadLetter()));
        Prove.expect(
                name + ": messages in PoisonQueue",
                0,
                pipeline.depth(pipeline.queues().poison()));

        pipeline.receiver().script("/hook", Script.statuses(200));
        pipeline.sqs()
                .startMessageMoveTask(
                        request -> request.sourceArn(arn(pipeline.queues().deadLetter()))
                                .destinationArn(arn(pipeline.queues().dispatch())));
        await().atMost(PATIENCE)
                .until(() -> pipeline.receiver().received().size() > 2
                        && pipeline.depth(pipeline.queues().deadLetter()) == 0
                        && pipeline.depth(pipeline.queues().dispatch()) == 0);

        Delivery redriven = pipeline.rows().iterator().next();
        Prove.expect(name + ", redriven: row", "delivered in series 2 by attempt 1", story(redriven));
        Prove.expect(name + ", redriven: attempts remembered", 3, redriven.log().size());
        Prove.expect(
                name + ", redriven: webhooks", 3, pipeline.receiver().received().size());
        Prove.expect(name + ", redriven: svix-ids", 1, pipeline.webhooks().ids().size());
        Prove.expect(
                name + ", redriven: webhooks with other bytes",
                0,
                pipeline.webhooks().unequal().size());
        Prove.expect(
                name + ", redriven: messages in PoisonQueue",
                0,
                pipeline.depth(pipeline.queues().poison()));
    }

    /** What SQS has to be asked for by each row that waits: whole seconds, rounded up. */
    private List<Long> waitsDecided() {
        return pipeline.told().attempted().stream()
                .filter(row -> row.status() instanceof Status.Pending)
                .map(row -> Duration.between(row.updatedAt(), ((Status.Pending) row.status()).nextAttemptAt()))
                .map(wait -> Math.ceilDiv(wait.toMillis(), 1000))
                .toList();
    }

    private static List<Long> secondsBetween(List<Received> received) {
        List<Long> seconds = received.stream()
                .map(request -> Long.parseLong(request.header("svix-timestamp").orElseThrow()))
                .toList();
        return IntStream.range(1, seconds.size())
                .mapToObj(i -> seconds.get(i) - seconds.get(i - 1))
                .toList();
    }

    /** How many came sooner after the one before than the queue was asked for, by a real clock. */
    private static long early(List<Received> received, List<Integer> seconds) {
        return IntStream.range(1, received.size())
                .filter(i -> Duration.ofNanos(received.get(i).nanos()
                                        - received.get(i - 1).nanos())
                                .compareTo(Duration.ofSeconds(seconds.get(i - 1)))
                        < 0)
                .count();
    }

    private static String story(Delivery row) {
        return row.status().code() + " in series " + row.series() + " by attempt " + row.attempts();
    }

    private String arn(String queue) {
        return pipeline.sqs()
                .getQueueAttributes(request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
    }

    private static long sum(List<Integer> seconds) {
        return seconds.stream().mapToLong(Integer::longValue).sum();
    }
}
