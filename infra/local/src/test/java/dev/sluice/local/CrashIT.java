package dev.sluice.local;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.Entrance.Way;
import dev.sluice.local.crash.CrashPoint;
import dev.sluice.local.crash.Crashes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every named seam of the path, 200 events each, the handling of each crashed there once: none is lost. Those on the way in by each way
 * in.
 */
final class CrashIT {

    private static final int ROUNDS = 200;

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

    @ParameterizedTest
    @EnumSource
    void afterTheEventIsPut(Way way) throws Exception {
        inIngest(way, Crashes.at(CrashPoint.AFTER_PUT), "crash after put, by " + way);
    }

    @ParameterizedTest
    @EnumSource
    void afterTheMessageIsSent(Way way) throws Exception {
        inIngest(way, Crashes.at(CrashPoint.AFTER_SEND), "crash after send, by " + way);
    }

    @Test
    void inTheMiddleOfASplit() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.MID_SPLIT);
        inTheDispatcher(crashes, CrashPlan.NONE, 3, "crash mid-split");
    }

    @Test
    void afterThePostBeforeItsRecord() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.AFTER_POST_BEFORE_RECORD);
        String name = "crash after POST before record";
        inTheDispatcher(crashes, CrashPlan.NONE, 1, name);
        Prove.expect(name + ": events posted again", ROUNDS, pipeline.webhooks().repeated());
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

    @Test
    void afterTheEventIsPutOfAClientThatGivesUp() throws Exception {
        Crashes crashes = Crashes.at(CrashPoint.AFTER_PUT);
        String name = "crash after put, client gives up";
        Instant now = Instant.now();
        pipeline.endpoint("/hook", "5s");
        pipeline.tick(now); // a deployment's first tick: from then on every window is audited

        Prove.expect(name + ": answers", Map.of(500, (long) ROUNDS), pipeline.post(posts(now), crashes));
        pipeline.dispatch(Crashes.none());
        Prove.expect(name + ": messages sent before the audit", 0, sends());
        Prove.expect(name + ": rows before the audit", 0, pipeline.rows().size());

        pipeline.tick(now.plus(Duration.ofMinutes(25)));
        Settled.prove(pipeline, name, crashes, ROUNDS, 1);
        pipeline.tick(now.plus(Duration.ofMinutes(50)));
        Prove.expect(name + ": messages sent by the audit after that", 0, sends() - ROUNDS);
    }

    /** Every second one of another time than its acceptance, which the audit finds by its marker. */
    private static List<String> posts(Instant now) {
        return IntStream.range(0, ROUNDS)
                .mapToObj(i -> "{\"type\":\"order.sent\",\"data\":{\"order\":" + i + "}"
                        + (i % 2 == 0 ? "" : ",\"created_at\":\"" + now.minus(Duration.ofHours(1)) + "\"") + "}")
                .toList();
    }

    private long sends() {
        return SqsRequests.messagesSent(pipeline.queues().dispatch());
    }

    private void inIngest(Way way, Crashes crashes, String name) throws Exception {
        pipeline.endpoint("/hook", "5s");
        pipeline.dispatch(Crashes.none());
        handOver(way, crashes, name);
        Settled.prove(pipeline, name, crashes, ROUNDS, 1);
    }

    private void inTheDispatcher(Crashes crashes, CrashPlan plan, int endpoints, String name) throws Exception {
        for (int i = 0; i < endpoints; i++) {
            pipeline.endpoint("/hook-" + i, "5s");
        }
        handOver(Way.SNS, Crashes.none(), name); // all before the first is received, so that batches are full
        pipeline.dispatch(crashes, plan, InstantSource.system());
        Settled.prove(pipeline, name, crashes, ROUNDS, endpoints);
    }

    private void handOver(Way way, Crashes crashes, String name) throws Exception {
        long givenUp = pipeline.entrance(way, crashes).handOver(ROUNDS);
        Prove.expect(name + ": inputs that ingest did not take", 0, givenUp);
    }
}
