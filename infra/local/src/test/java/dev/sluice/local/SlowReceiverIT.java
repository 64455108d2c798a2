package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.receiver.Behaviour;
import dev.sluice.emulators.receiver.Fault;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Script;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.crash.Crashes;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One receiver that takes every request and never answers, nine that are well, all in the same batches. */
final class SlowReceiverIT {

    private static final int EVENTS = 10;
    private static final int WELL = 9;
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Predicate<Received> SLOW = request -> request.path().equals("/slow");

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Test
    void delaysNobodyElse() throws Exception {
        String name = "one hanging receiver, nine well";
        try (Pipeline pipeline = new Pipeline(SQS, DYNAMO_DB, LONGEST_ATTEMPT)) {
            pipeline.receiver().script("/slow", Script.of(Behaviour.fault(Fault.NEVER_ANSWER)));
            String slow = pipeline.endpoint("/slow", "1s");
            for (int i = 0; i < WELL; i++) {
                pipeline.endpoint("/well/" + i, "1s");
            }
            pipeline.topic(Crashes.none()).publish(Bounces.of(EVENTS));
            pipeline.dispatch(Crashes.none());

            await().atMost(PATIENCE)
                    .until(() -> received(pipeline, SLOW.negate()).size() >= EVENTS * WELL);

            // No clock decides: all well ones have come, and no attempt at the hanging one has ended yet.
            Prove.expect(name + ": hanging attempts that ended before the last well webhook came", 0L, ended(pipeline));
            Prove.expect(
                    name + ": hanging attempts begun by then",
                    true,
                    !received(pipeline, SLOW).isEmpty());
            Prove.expect(
                    name + ": well webhooks",
                    EVENTS * WELL,
                    received(pipeline, SLOW.negate()).size());
            System.out.println(name + ": the last well webhook came "
                    + spread(pipeline).toMillis() + " ms after the first webhook");

            pipeline.receiver().close(); // which ends the attempts that hang
            await().atMost(PATIENCE).until(() -> ended(pipeline) > 0 && mixed(pipeline, slow) > 0);
            Prove.expect(name + ": batches had both", true, mixed(pipeline, slow) > 0);
        }
    }

    private static List<Received> received(Pipeline pipeline, Predicate<Received> which) {
        return pipeline.receiver().received().stream().filter(which).toList();
    }

    /** Attempts that failed, as only the hanging receiver's do. */
    private static long ended(Pipeline pipeline) {
        return pipeline.told().attempted().stream()
                .filter(row -> !row.log().getLast().isSuccess())
                .count();
    }

    private static Duration spread(Pipeline pipeline) {
        long first = pipeline.receiver().received().getFirst().nanos();
        return Duration.ofNanos(received(pipeline, SLOW.negate()).getLast().nanos() - first);
    }

    /** Batches with a message for the hanging receiver and one for another. */
    private static long mixed(Pipeline pipeline, String slow) {
        return pipeline.invocations().stream()
                .map(invocation -> invocation.messages().stream()
                        .map(message -> message.getBody().contains(slow))
                        .collect(Collectors.toSet()))
                .filter(kinds -> kinds.size() == 2)
                .count();
    }
}
