package dev.sluice.local;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.receiver.Script;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.local.crash.CrashPoint;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;

/** The container dies right behind a record that is not yet the end: what has to follow from the row, follows. */
final class CrashOfAFailureIT {

    private static final int ROUNDS = 50;
    private static final int HELD = 10; // released one a second
    private static final Duration LATER = Duration.ofMinutes(30);

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private final Crashes crashes = Crashes.at(CrashPoint.AFTER_RECORD);
    private Pipeline pipeline;

    @BeforeEach
    void start() throws IOException {
        pipeline = new Pipeline(SQS, DYNAMO_DB);
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    /** The message comes back before its time and goes; the row alone remembers the wait, and the scheduler the row. */
    @Test
    void aWaitThatNoMessageCarriesIsWokenByItsRow() throws Exception {
        String name = "crash after a failure's record, before its wait";
        SettableClock clock = new SettableClock(Instant.now());
        pipeline.endpoint("/hook", "5m");
        pipeline.receiver().script("/hook", Script.statuses(500));
        publish(ROUNDS);
        pipeline.dispatch(crashes, CrashPlan.NONE, clock);
        Settled.await(pipeline);
        Prove.expect(name + ": events crashed", ROUNDS, crashes.struck().size());
        Prove.expect(name + ": rows", Map.of("pending", (long) ROUNDS), Settled.states(pipeline));

        pipeline.receiver().script("/hook", Script.statuses(200));
        pipeline.tick(clock.advance(LATER));
        Settled.await(pipeline);

        Prove.expect(name + ", woken: rows", Map.of("delivered", (long) ROUNDS), Settled.states(pipeline));
        Prove.expect(
                name + ", woken: svix-ids", ROUNDS, pipeline.webhooks().ids().size());
        Settled.proveEmpty(pipeline, name);
    }

    @Test
    void aDeathWhosePointerWasNotSentIsPointedAtAllTheSame() throws Exception {
        String name = "crash after a death's record, before its pointer";
        pipeline.endpoint("/hook", "");
        pipeline.receiver().script("/hook", Script.statuses(500));
        publish(ROUNDS);
        // Time stands still, so that however long it takes these failures are no row that opens the breaker.
        pipeline.dispatch(crashes, CrashPlan.NONE, new SettableClock(Instant.now()));
        Settled.await(pipeline);

        Prove.expect(name + ": events crashed", ROUNDS, crashes.struck().size());
        Prove.expect(name + ": rows", Map.of("dead", (long) ROUNDS), Settled.states(pipeline));
        Prove.expect(
                name + ": deliveries pointed at in DeadLetterQueue",
                ROUNDS,
                pointers().size());
        Prove.expect(
                name + ": messages in PoisonQueue",
                0,
                pipeline.depth(pipeline.queues().poison()));
    }

    @Test
    void aHoldThatNobodyWasToldOfIsReleased() throws Exception {
        String name = "crash after a hold's record, before its endpoint is scheduled";
        SettableClock clock = new SettableClock(Instant.now());
        pipeline.endpoint("/hook", "5s");
        change(EndpointStatus.PAUSED, clock.instant());
        publish(HELD);
        pipeline.dispatch(crashes, CrashPlan.NONE, clock);
        Settled.await(pipeline);
        Prove.expect(name + ": events crashed", HELD, crashes.struck().size());
        Prove.expect(name + ": rows", Map.of("held", (long) HELD), Settled.states(pipeline));

        change(EndpointStatus.ACTIVE, clock.instant());
        pipeline.tick(clock.advance(LATER));
        clock.advance(LATER); // the messages come in real seconds, one after another
        Settled.await(pipeline);

        Prove.expect(name + ", released: rows", Map.of("delivered", (long) HELD), Settled.states(pipeline));
        Prove.expect(
                name + ", released: svix-ids", HELD, pipeline.webhooks().ids().size());
        Settled.proveEmpty(pipeline, name);
    }

    private void publish(int events) throws Exception {
        Topic topic = pipeline.topic(Crashes.none());
        topic.publish(Bounces.of(events));
    }

    private void change(EndpointStatus status, Instant now) {
        Endpoint endpoint = pipeline.stack().endpoints().list(pipeline.app()).getFirst();
        pipeline.stack().endpoints().replace(endpoint, endpoint.withStatus(status, null, now));
    }

    /** Different bodies in DeadLetterQueue: a pointer may stand there twice. */
    private Set<String> pointers() {
        String queue = pipeline.queues().deadLetter();
        return IntStream.range(0, pipeline.depth(queue))
                .mapToObj(_ -> pipeline.sqs().receiveMessage(request -> request.queueUrl(queue)))
                .flatMap(answer -> answer.messages().stream().map(Message::body))
                .collect(Collectors.toSet());
    }
}
