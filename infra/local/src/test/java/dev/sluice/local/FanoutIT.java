package dev.sluice.local;

import static org.awaitility.Awaitility.await;

import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.sqs.SqsExtension;
import dev.sluice.local.crash.Crashes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One event for more endpoints than stand on its row. */
final class FanoutIT {

    private static final int ENDPOINTS = 250;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Test
    void reachesEachOfManyEndpointsOnce() throws Exception {
        String name = "one event for " + ENDPOINTS + " endpoints";
        try (Pipeline pipeline = new Pipeline(SQS, DYNAMO_DB)) {
            String queue = pipeline.queues().dispatch();
            for (int i = 0; i < ENDPOINTS; i++) {
                pipeline.endpoint("/hook/" + i, "5s");
            }
            pipeline.dispatch(Crashes.none());

            pipeline.topic(Crashes.none()).publish(Bounces.of(1).getFirst());
            await().atMost(PATIENCE)
                    .until(() -> pipeline.receiver().received().size() >= ENDPOINTS && pipeline.depth(queue) == 0);

            Map<String, Long> byPath = pipeline.receiver().received().stream()
                    .collect(Collectors.groupingBy(Received::path, Collectors.counting()));
            Prove.expect(name + ": endpoints reached", ENDPOINTS, byPath.size());
            Prove.expect(name + ": webhooks each", Set.of(1L), Set.copyOf(byPath.values()));
            Prove.expect(
                    name + ": svix-ids", ENDPOINTS, pipeline.webhooks().ids().size());
            Prove.expect(name + ": rows delivered", ENDPOINTS, delivered(pipeline));
            // A root, a split of it into 10 of 25, and for each of these three requests of 10, 10 and 5 messages.
            Prove.expect(
                    name + ": requests that send",
                    32L,
                    SqsRequests.byAction(queue).get("SendMessageBatch"));
            print(pipeline, name);
        }
    }

    private static long delivered(Pipeline pipeline) {
        return pipeline.rows().stream()
                .filter(row -> row.status().code().equals("delivered"))
                .count();
    }

    private static void print(Pipeline pipeline, String name) {
        Map<String, Long> requests = SqsRequests.byAction(pipeline.queues().dispatch());
        int invocations = pipeline.invocations().size();
        // Of the receives those that brought something: how many are empty depends on how long nobody publishes.
        double each = (requests.get("SendMessageBatch") + invocations + requests.get("DeleteMessageBatch"))
                / (double) ENDPOINTS;
        System.out.printf("%s: %s, %d invocations, %.2f SQS requests a delivery%n", name, requests, invocations, each);
    }
}
