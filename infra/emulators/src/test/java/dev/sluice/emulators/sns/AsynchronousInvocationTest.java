package dev.sluice.emulators.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulators.ManualScheduler;
import dev.sluice.emulators.Sdk;
import dev.sluice.emulators.function.Invocable;
import dev.sluice.emulators.function.JsonFunction;
import dev.sluice.emulators.function.LambdaFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;

class AsynchronousInvocationTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    @TempDir
    Path parent;

    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicInteger invocations = new AtomicInteger();
    private final Set<String> requestIds = ConcurrentHashMap.newKeySet();
    private final List<FailedInvocation> failed = new CopyOnWriteArrayList<>();
    private Path spool;
    private SnsEmulator sns;

    @BeforeEach
    void spool() {
        spool = parent.resolve("spool");
    }

    @AfterEach
    void stop() {
        sns.close();
    }

    @Test
    void handlerThatFailsOnceIsInvokedAgainAfterAMinute() throws Exception {
        start(null, failing(1));

        publish("m");

        assertThat(invocations).hasValue(1);
        await().atMost(BOUND).until(() -> scheduler.waits().equals(List.of(Duration.ofMinutes(1))));
        scheduler.advance(Duration.ofMinutes(1));
        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(invocations).hasValue(2);
        assertThat(requestIds).hasSize(1);
        assertThat(failed).isEmpty();
    }

    @Test
    void handlerThatAlwaysFailsIsInvokedThreeTimesAndThenToldOf() throws Exception {
        start(null, failing(Integer.MAX_VALUE));

        String messageId = publish("m");

        await().atMost(BOUND).until(() -> scheduler.waits().equals(List.of(Duration.ofMinutes(1))));
        scheduler.advance(Duration.ofMinutes(1));
        await().atMost(BOUND).until(() -> scheduler.waits().equals(List.of(Duration.ofMinutes(2))));
        scheduler.advance(Duration.ofMinutes(2));
        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(invocations).hasValue(3);
        assertThat(scheduler.waits()).isEmpty();
        JsonNode told = new ObjectMapper().readTree(failed.getFirst().toJson());
        assertThat(told.at("/requestContext/condition").asText()).isEqualTo("RetriesExhausted");
        assertThat(told.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
        assertThat(told.at("/requestContext/requestId").asText())
                .isEqualTo(requestIds.iterator().next());
        assertThat(told.at("/requestPayload/Records/0/Sns/MessageId").asText()).isEqualTo(messageId);
        assertThat(told.at("/responsePayload/errorMessage").asText()).isEqualTo("no");
    }

    @Test
    void handlerOverItsTimeHasFailed() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        start(null, subscriber(Duration.ofMillis(20), List.of(), (_, _) -> {
            invocations.incrementAndGet();
            return awaitInterruptibly(never);
        }));

        publish("m");

        await().atMost(BOUND).until(() -> failed.size() == 1);
        assertThat(failed.getFirst().errorType()).isEqualTo("Sandbox.Timedout");
        assertThat(failed.getFirst().errorMessage()).endsWith("Task timed out after 0.02 seconds");
    }

    @Test
    void publishIsAnsweredOnceTheNotificationIsOnDisk() throws Exception {
        CountDownLatch handled = new CountDownLatch(1);
        start(spool, subscriber((_, _) -> awaitInterruptibly(handled)));

        String messageId = publish("kept");

        assertThat(spooled()).singleElement().satisfies(file -> {
            assertThat(file.getFileName()).hasToString(messageId + ".json");
            assertThat(Notification.fromJson(Files.readAllBytes(file)).message())
                    .isEqualTo("kept");
        });
        handled.countDown();
        await().atMost(BOUND).until(() -> spooled().isEmpty());
    }

    @Test
    void notificationsThatAStoppedProcessLeftAreDeliveredAtTheNextStart() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        start(spool, subscriber((_, _) -> awaitInterruptibly(never)));
        Set<String> published = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            published.add(publish("m" + i));
        }
        sns.close();
        assertThat(spooled()).hasSize(50);
        assertThat(failed).isEmpty();

        List<String> delivered = new CopyOnWriteArrayList<>();
        start(spool, subscriber((event, _) -> {
            delivered.add(event.getRecords().getFirst().getSNS().getMessageId());
            return null;
        }));

        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(delivered).hasSize(50).containsAll(published);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void notificationThatFailedForGoodLeavesTheSpoolAfterItWasToldOf() throws Exception {
        start(spool, subscriber(BOUND, List.of(), (_, _) -> {
            throw new IllegalStateException("no");
        }));

        publish("m");

        await().atMost(BOUND).until(() -> failed.size() == 1 && sns.pending() == 0);
        assertThat(spooled()).isEmpty();
    }

    @Test
    void notificationStaysInTheSpoolWhileNobodyTakesItsFailure() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        Invocable function = function(BOUND, (_, _) -> {
            throw new IllegalStateException("no");
        });
        start(spool, new LambdaSubscriber(function, List.of(), 1, _ -> {
            tried.countDown();
            throw new IllegalStateException("the queue is away");
        }));

        publish("m");

        tried.await();
        sns.close();
        assertThat(spooled()).hasSize(1);
    }

    @Test
    void unreadableLeftoverIsNamed() throws Exception {
        Files.createDirectories(spool);
        Path broken = Files.writeString(spool.resolve("broken.json"), "{");
        sns = SnsEmulator.builder().start();

        assertThatThrownBy(() -> SnsEmulator.builder().directory(spool).start())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(broken.toString());
    }

    @Test
    void noMoreInvocationsRunAtOnceThanTheFunctionAllows() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Invocable function = function(BOUND, (_, _) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            return null;
        });
        start(spool, new LambdaSubscriber(function, List.of(), 2, failed::add));

        for (int i = 0; i < 100; i++) {
            publish("m" + i);
        }

        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(most.get()).isBetween(1, 2);
    }

    private LambdaSubscriber failing(int times) {
        return subscriber((_, context) -> {
            requestIds.add(context.getAwsRequestId());
            if (invocations.incrementAndGet() <= times) {
                throw new IllegalStateException("no");
            }
            return null;
        });
    }

    private LambdaSubscriber subscriber(RequestHandler<SNSEvent, Void> handler) {
        return subscriber(Duration.ofMinutes(1), LambdaSubscriber.LAMBDA_RETRY_DELAYS, handler);
    }

    private LambdaSubscriber subscriber(
            Duration timeout, List<Duration> retryDelays, RequestHandler<SNSEvent, Void> handler) {
        return new LambdaSubscriber(function(timeout, handler), retryDelays, 100, failed::add);
    }

    private static Invocable function(Duration timeout, RequestHandler<SNSEvent, Void> handler) {
        return new JsonFunction<>(new LambdaFunction<>("ingest", timeout, handler), SNSEvent.class, Void.class);
    }

    private void start(Path directory, LambdaSubscriber subscriber) throws IOException {
        SnsEmulator.Builder builder = SnsEmulator.builder().scheduler(scheduler).subscribe("ses-events", subscriber);
        sns = (directory == null ? builder : builder.directory(directory)).start();
    }

    private String publish(String message) {
        try (SnsClient client = Sdk.client(SnsClient.builder(), sns.endpoint())) {
            return client.publish(request ->
                            request.topicArn(SnsEmulator.topicArn("ses-events")).message(message))
                    .messageId();
        }
    }

    private List<Path> spooled() throws IOException {
        try (var files = Files.list(spool)) {
            return new ArrayList<>(files.toList());
        }
    }

    private static Void awaitInterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }
}
