package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.MessageId;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.crash.CrashPoint;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every named seam of the path, 200 events each, the handling of each crashed there once: none is lost. */
final class CrashIT {

    private static final int ROUNDS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private Pipeline pipeline;

    @BeforeEach
    void start() throws Exception {
        pipeline = new Pipeline(SQS, DYNAMO_DB);
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void afterTheEventIsPut() throws Exception {
        inIngest(Crashes.at(CrashPoint.AFTER_PUT), "crash after put");
    }

    @Test
    void afterTheMessageIsSent() throws Exception {
        inIngest(Crashes.at(CrashPoint.AFTER_SEND), "crash after send");
    }

    @Test
    void inTheMiddleOfASplit() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.MID_SPLIT);
        inTheDispatcher(crashes, CrashPlan.NONE, 3, "crash mid-split");
    }

    @Test
    void afterThePostBeforeItsRecord() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.AFTER_POST_BEFORE_RECORD);
        inTheDispatcher(crashes, CrashPlan.NONE, 1, "crash after POST before record");
    }

    @Test
    void afterTheRecordInsideTheHandler() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.AFTER_RECORD);
        inTheDispatcher(crashes, CrashPlan.NONE, 1, "crash after record, handler not done");
    }

    @Test
    void afterTheRecordBeforeTheAcknowledgement() throws Exception {
        Crashes crashes = Crashes.none();
        inTheDispatcher(crashes, crashes.lostResponses(), 1, "crash after record before ack");
    }

    private void inIngest(Crashes crashes, String name) throws Exception {
        pipeline.endpoint("/hook", "5s");
        pipeline.dispatch(Crashes.none());
        publish(crashes, name);
        settled(crashes, 1, name);
    }

    private void inTheDispatcher(Crashes crashes, CrashPlan plan, int endpoints, String name) throws Exception {
        for (int i = 0; i < endpoints; i++) {
            pipeline.endpoint("/hook-" + i, "5s");
        }
        publish(Crashes.none(), name); // all before the first is received, so that batches are full
        pipeline.dispatch(crashes, plan, InstantSource.system());
        settled(crashes, endpoints, name);
    }

    private void publish(Crashes crashes, String name) throws Exception {
        Topic topic = pipeline.topic(crashes);
        topic.publish(Bounces.of(ROUNDS));
        await().atMost(PATIENCE).until(topic::isDone);
        Prove.expect(name + ": notifications that ingest gave up", 0, topic.givenUp());
    }

    private void settled(Crashes crashes, int endpoints, String name) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pipeline.webhooks().ids().size() >= ROUNDS * endpoints
                        && pipeline.depth(pipeline.queues().dispatch()) == 0);
        Webhooks webhooks = pipeline.webhooks();
        Set<String> lost = pipeline.expected().stream()
                .map(DeliveryKey::id)
                .map(MessageId::toString)
                .filter(id -> !webhooks.ids().contains(id))
                .collect(Collectors.toSet());
        Map<String, Long> states = pipeline.rows().stream()
                .collect(Collectors.groupingBy(row -> row.status().code(), Collectors.counting()));

        System.out.println(name + ": " + webhooks.duplicates() + " duplicates, "
                + pipeline.invocations().size() + " dispatcher invocations, acknowledged "
                + pipeline.told().acknowledged());
        Prove.expect(name + ": events crashed", ROUNDS, crashes.struck().size());
        Prove.expect(name + ": events stored", ROUNDS, pipeline.events().size());
        Prove.expect(name + ": lost", Set.of(), lost);
        Prove.expect(name + ": webhooks", ROUNDS * endpoints, webhooks.ids().size());
        Prove.expect(
                name + ": duplicates with other bytes", 0, webhooks.unequal().size());
        Prove.expect(name + ": rows", Map.of("delivered", (long) ROUNDS * endpoints), states);
        Prove.expect(
                name + ": attempts recorded",
                ROUNDS * endpoints,
                pipeline.rows().stream().mapToInt(Delivery::attempts).sum());
        Prove.expect(
                name + ": messages in DeadLetterQueue",
                0,
                pipeline.depth(pipeline.queues().deadLetter()));
        Prove.expect(
                name + ": messages in PoisonQueue",
                0,
                pipeline.depth(pipeline.queues().poison()));
    }
}
