package dev.sluice.local;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.event.EventId;
import dev.sluice.local.crash.CrashPoint;
import dev.sluice.local.crash.Crashes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Our own code fails on one event, every time, before anything is posted. */
final class PoisonIT {

    private static final int EVENTS = 30;
    private static final int MOST_RECEIVES = 20;
    private static final int WAKES = 3;
    private static final String MARK = "\"order\":13}";

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private final SettableClock clock = new SettableClock(Instant.now());
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
    void endsInPoisonQueueAndAsOneDeadRow() throws Exception {
        String name = "an event that our code fails on";
        pipeline.endpoint("/hook", "5s");
        pipeline.tick(clock.instant());
        pipeline.post(events(), Crashes.none());
        clock.set(Instant.now());
        EventId poison = poison();
        Crashes crashes = Crashes.always(CrashPoint.BEFORE_POST, poison::equals);
        pipeline.dispatch(crashes, CrashPlan.NONE, clock);
        comeBackAtOnce();

        awaitPoison(1);
        Prove.expect(name + ": the others' rows", Map.of("delivered", EVENTS - 1L), Settled.states(pipeline));
        Prove.expect(
                name + ": messages in PoisonQueue",
                1,
                pipeline.depth(pipeline.queues().poison()));
        Prove.expect(name + ": receives before that", MOST_RECEIVES, (int) receives(poison));

        pipeline.tick(clock.advance(Duration.ofMinutes(16)));
        awaitPoison(2);
        Prove.expect(name + ", audited: row, wakes", "pending 0", state(rowOf(poison)));
        Prove.expect(name + ", audited: receives of its messages", 2L * MOST_RECEIVES, receives(poison));
        // 15 minutes after the audit, then with ever more patience: it was never tried.
        List<Duration> patience = List.of(Duration.ofMinutes(15), Duration.ofHours(1), Duration.ofHours(4));
        for (int wake = 1; wake <= WAKES; wake++) {
            pipeline.tick(clock.advance(patience.get(wake - 1).plusMinutes(1)));
            Prove.expect(name + ", wake " + wake + ": row, wakes", "pending " + wake, state(rowOf(poison)));
            awaitPoison(2 + wake);
            Prove.expect(
                    name + ", wake " + wake + ": receives of its messages",
                    MOST_RECEIVES * (2L + wake),
                    receives(poison));
        }
        pipeline.tick(clock.advance(Duration.ofHours(16).plusMinutes(1)));
        Prove.expect(
                name + ": cause of death",
                "poison",
                ((Status.Dead) rowOf(poison).status()).cause().reason().code());
        Prove.expect(name + ": rows", "{dead=1, delivered=" + (EVENTS - 1) + "}", Settled.states(pipeline));
        Prove.expect(
                name + ": pointers in DeadLetterQueue",
                1,
                pipeline.depth(pipeline.queues().deadLetter()));

        for (int day = 1; day <= 3; day++) {
            pipeline.tick(clock.advance(Duration.ofDays(1)));
        }
        Settled.await(pipeline);
        Prove.expect(name + ", three days later: receives", MOST_RECEIVES * 5L, receives(poison));
        Prove.expect(
                name + ": messages in PoisonQueue then",
                5,
                pipeline.depth(pipeline.queues().poison()));
        Prove.expect(
                name + ": pointers in DeadLetterQueue then",
                1,
                pipeline.depth(pipeline.queues().deadLetter()));
        Prove.expect(name + ": webhooks of it", 0, webhooksOf(poison));
        Prove.expect(
                name + ": webhooks of the others, by id",
                EVENTS - 1,
                pipeline.webhooks().ids().size());
    }

    @Test
    void aMessageThatIsNoneEndsInPoisonQueueAlone() {
        String name = "a message that cannot be read";
        pipeline.endpoint("/hook", "5s");
        pipeline.dispatch(Crashes.none(), CrashPlan.NONE, clock);
        comeBackAtOnce();
        String body = "{\"v\":1,\"app\":7}";
        pipeline.sqs()
                .sendMessage(request ->
                        request.queueUrl(pipeline.queues().dispatch()).messageBody(body));

        awaitPoison(1);
        List<Message> kept = pipeline.sqs()
                .receiveMessage(request -> request.queueUrl(pipeline.queues().poison()))
                .messages();
        Prove.expect(
                name + ": in PoisonQueue as it came",
                List.of(body),
                kept.stream().map(Message::body).toList());
        long received = pipeline.invocations().stream()
                .flatMap(invocation -> invocation.messages().stream())
                .filter(message -> message.getBody().equals(body))
                .count();
        Prove.expect(name + ": receives before that", MOST_RECEIVES, (int) received);
        Prove.expect(name + ": rows", Map.of(), Settled.states(pipeline));
    }

    /** Else each of the twenty receives would wait out the queue's visibility timeout. */
    private void comeBackAtOnce() {
        pipeline.sqs()
                .setQueueAttributes(
                        request -> request.queueUrl(pipeline.queues().dispatch())
                                .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")));
    }

    private void awaitPoison(int messages) {
        Awaitility.await()
                .atMost(Settled.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> pipeline.depth(pipeline.queues().dispatch()) == 0
                        && pipeline.depth(pipeline.queues().poison()) >= messages);
    }

    private static List<String> events() {
        return IntStream.range(0, EVENTS)
                .mapToObj(i -> "{\"type\":\"order.sent\",\"data\":{\"order\":" + i + "}}")
                .toList();
    }

    private EventId poison() {
        return pipeline.events().stream()
                .map(AcceptedEvent::event)
                .filter(event -> event.data().endsWith(MARK))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Delivery rowOf(EventId event) {
        return pipeline.rows().stream()
                .filter(row -> row.key().id().event().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static String state(Delivery row) {
        return row.status().code() + " " + row.wakes();
    }

    private long receives(EventId event) {
        return pipeline.invocations().stream()
                .flatMap(invocation -> invocation.messages().stream())
                .filter(message -> message.getBody().contains(event.value()))
                .count();
    }

    private long webhooksOf(EventId event) {
        return pipeline.webhooks().ids().stream()
                .filter(id -> id.contains(event.bare()))
                .count();
    }
}
