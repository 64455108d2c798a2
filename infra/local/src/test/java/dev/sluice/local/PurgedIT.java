package dev.sluice.local;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.receiver.Script;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody purges the dispatch queue: what was in it is delivered all the same, by the rows alone. */
final class PurgedIT {

    private static final int EVENTS = 500;
    private static final int RETRYING = 100;
    private static final Duration BEFORE_THE_AUDIT = Duration.ofMinutes(10);
    private static final Duration BEHIND_THE_AUDIT = Duration.ofMinutes(15);

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
    void whatWasNeverTriedIsDeliveredAfterTheAudit() throws Exception {
        String name = "purged with " + EVENTS + " undelivered";
        pipeline.endpoint("/hook", "5s");
        pipeline.tick(Instant.now()); // a deployment's first tick: from then on every window is audited
        Prove.expect(name + ": answers", Map.of(202, (long) EVENTS), pipeline.post(events(EVENTS), Crashes.none()));
        List<Instant> accepted = pipeline.events().stream()
                .map(AcceptedEvent::acceptedAt)
                .sorted(Comparator.naturalOrder())
                .toList();
        SettableClock clock = new SettableClock(accepted.getLast());
        purge(name, EVENTS);

        pipeline.dispatch(Crashes.none()); // at the time that it is: only the scheduler's is set
        clock.set(accepted.getFirst().plus(BEFORE_THE_AUDIT).minusMillis(1));
        pipeline.tick(clock.instant());
        Prove.expect(name + ": sent again before ten minutes have passed", 0, sends() - EVENTS);

        clock.set(accepted.getLast().plus(BEHIND_THE_AUDIT).plusMillis(1));
        pipeline.tick(clock.instant());
        Prove.expect(name + ": sent again once fifteen minutes have passed", EVENTS, sends() - EVENTS);
        Settled.proveDelivered(pipeline, name, EVENTS, 1);
        Prove.expect(name + ": webhooks that came twice", 0, pipeline.webhooks().duplicates());

        pipeline.tick(clock.advance(Duration.ofHours(6)));
        Prove.expect(name + ": sent by later ticks", 0, sends() - 2 * EVENTS);
    }

    /** Their messages were hidden until the retry, and are gone; their rows remember. */
    @Test
    void whatWaitedForARetryIsTriedAgain() throws Exception {
        String name = "purged with " + RETRYING + " waiting for a retry";
        SettableClock clock = new SettableClock(Instant.now());
        pipeline.endpoint("/hook", "5m");
        pipeline.receiver().script("/hook", Script.statuses(500));
        pipeline.post(events(RETRYING), Crashes.none());
        pipeline.dispatch(Crashes.none(), CrashPlan.NONE, clock);
        Awaitility.await().atMost(Settled.PATIENCE).until(() -> received() == RETRYING);
        purge(name, RETRYING);

        pipeline.receiver().script("/hook", Script.statuses(200));
        pipeline.tick(clock.advance(Duration.ofMinutes(16))); // of waits of 4 to 6 minutes, and 15 behind them
        Prove.expect(name + ": sent again before 15 minutes have passed their time", 0, sends() - RETRYING);
        pipeline.tick(clock.advance(Duration.ofMinutes(6)));
        Prove.expect(name + ": sent again once they have", RETRYING, sends() - RETRYING);
        Settled.await(pipeline);
        Prove.expect(name + ": rows", Map.of("delivered", (long) RETRYING), Settled.states(pipeline));
        Prove.expect(
                name + ": webhooks by id", RETRYING, pipeline.webhooks().ids().size());
        Prove.expect(
                name + ": attempts",
                2 * RETRYING,
                pipeline.receiver().received().size());
        Settled.proveEmpty(pipeline, name);
    }

    private void purge(String name, int expected) {
        String queue = pipeline.queues().dispatch();
        Prove.expect(name + ": messages before the purge", expected, pipeline.depth(queue));
        pipeline.sqs().purgeQueue(request -> request.queueUrl(queue));
        Prove.expect(name + ": messages behind it", 0, pipeline.depth(queue));
    }

    /** Messages that the dispatcher is done with for now. */
    private int received() {
        return pipeline.invocations().stream()
                .mapToInt(invocation -> invocation.messages().size())
                .sum();
    }

    private long sends() {
        return SqsRequests.messagesSent(pipeline.queues().dispatch());
    }

    private static List<String> events(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "{\"type\":\"order.sent\",\"data\":{\"order\":" + i + "}}")
                .toList();
    }
}
