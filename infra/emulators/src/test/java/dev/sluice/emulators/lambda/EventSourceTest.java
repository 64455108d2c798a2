package dev.sluice.emulators.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.emulators.process.MotoServer;
import dev.sluice.emulators.sqs.SqsExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class EventSourceTest {
    @RegisterExtension
    static final SqsExtension SQS = new SqsExtension();

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final Invocations invocations = new Invocations();
    private final List<EventSource> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(source -> source.stop(Duration.ofSeconds(5)));
    }

    /** The rows of AWS's table that a handler can produce; PartialBatchTest has them all. */
    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("a null response", returning(ids -> null), 3),
                Arguments.of("an empty list", returning(ids -> failures()), 3),
                Arguments.of("a null list", returning(ids -> new SQSBatchResponse(null)), 3),
                Arguments.of("one failure", returning(ids -> failures(ids.getFirst())), 2),
                Arguments.of("the same failure twice", returning(ids -> failures(ids.getFirst(), ids.getFirst())), 2),
                Arguments.of("every failure", returning(ids -> failures(ids.toArray(String[]::new))), 0),
                Arguments.of("an empty id", returning(ids -> failures("")), 0),
                Arguments.of("a null id", returning(ids -> failures((String) null)), 0),
                Arguments.of("an unknown id", returning(ids -> failures("unknown")), 0),
                Arguments.of(
                        "a bad key",
                        returning(ids -> Map.of("batchItemFailures", List.of(Map.of("messageId", ids.getFirst())))),
                        0),
                Arguments.of("invalid JSON", returning(ids -> "ok"), 0),
                Arguments.of("an exception", throwing(new IllegalStateException("broken")), 0),
                Arguments.of("an error", throwing(new StackOverflowError()), 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void deletesOnlyWhatTheAnswerLetsGo(String answer, RequestHandler<SQSEvent, ?> handler, int deleted) {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("1", "2", "3");

        start(builder(queue, handler));

        Invocation invocation = invocations.await(1).getFirst();
        assertThat(invocation.messages()).hasSize(3);
        assertThat(invocation.deleted()).hasSize(deleted);
        assertThat(queue.hidden()).isEqualTo(3 - deleted);
        assertThat(queue.visible()).isZero();
    }

    @Test
    void aFailedMessageKeepsTheVisibilityThatTheHandlerSet() {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("hello");

        start(builder(queue, (event, context) -> {
            SQSMessage message = event.getRecords().getFirst();
            if (receiveCount(message) == 2) {
                return failures();
            }
            queue.sqs()
                    .changeMessageVisibility(request -> request.queueUrl(queue.url())
                            .receiptHandle(message.getReceiptHandle())
                            .visibilityTimeout(0));
            return failures(message.getMessageId());
        }));

        List<Invocation> both = invocations.await(2);
        assertThat(both.get(0).deleted()).isEmpty();
        assertThat(both.get(1).deleted()).containsExactlyElementsOf(both.get(0).messageIds());
        assertThat(queue.hidden() + queue.visible()).isZero();
    }

    @Test
    void anInvocationOverTimeFailsAndItsContainerIsNotUsedAgain() {
        TestQueue queue = TestQueue.withVisibility(SQS, SHORT);
        queue.send("hello");
        AtomicInteger containers = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);

        start(EventSource.builder(queue.sqs(), queue.url(), () -> {
                    boolean first = containers.incrementAndGet() == 1;
                    return (event, context) -> {
                        if (first) {
                            waitFor(never);
                        }
                        return null;
                    };
                })
                .timeout(Duration.ofMillis(300)));

        List<Invocation> both = invocations.await(2);
        assertThat(both.get(0).outcome()).isEqualTo(new Outcome.TimedOut());
        assertThat(both.get(0).deleted()).isEmpty();
        assertThat(both.get(1).outcome()).isInstanceOf(Outcome.Returned.class);
        assertThat(receiveCount(both.get(1).messages().getFirst())).isEqualTo(2);
        assertThat(containers).hasValue(2);
        assertThat(queue.hidden() + queue.visible()).isZero();
    }

    @Test
    void messagesWaitUnreceivedWhileEveryPlaceIsTaken() throws InterruptedException {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("1", "2", "3");
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);

        start(builder(queue, (event, context) -> {
                    entered.countDown();
                    waitFor(release);
                    return null;
                })
                .batchSize(1)
                .concurrency(1)
                .timeout(Duration.ofSeconds(50)));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();

        assertThat(queue.visible()).isEqualTo(2);
        release.countDown();
        assertThat(invocations.await(3))
                .allSatisfy(invocation -> assertThat(
                                receiveCount(invocation.messages().getFirst()))
                        .isEqualTo(1));
    }

    @Test
    void throttledMessagesAreReceivedInVainUntilConcurrencyIsBack() {
        TestQueue queue = TestQueue.withVisibility(SQS, SHORT);
        EventSource source = start(builder(queue, returning(ids -> null)).timeout(SHORT));
        source.reserveConcurrency(0);
        queue.send("hello");

        Invocation throttled = invocations.await(1).getFirst();
        assertThat(throttled.outcome()).isEqualTo(new Outcome.Throttled());
        assertThat(throttled.deleted()).isEmpty();

        source.reserveConcurrency(1);
        await().atMost(Duration.ofSeconds(30)).until(() -> queue.hidden() + queue.visible() == 0);
        assertThat(invocations.await(2).getLast().messages())
                .allSatisfy(message -> assertThat(receiveCount(message)).isGreaterThan(1));
    }

    @ParameterizedTest
    @EnumSource(Seam.class)
    void aContainerThatDiesLosesNoMessage(Seam deadly) {
        TestQueue queue = TestQueue.withVisibility(SQS, SHORT);
        queue.send("hello");
        AtomicInteger containers = new AtomicInteger();
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();

        start(EventSource.builder(queue.sqs(), queue.url(), () -> {
                    containers.incrementAndGet();
                    return (event, context) -> {
                        handled.incrementAndGet();
                        return null;
                    };
                })
                .timeout(SHORT)
                .crashes((seam, batch) -> seam == deadly && deaths.getAndIncrement() == 0));
        await().atMost(Duration.ofSeconds(30)).until(() -> queue.hidden() + queue.visible() == 0);

        assertThat(invocations.await(1).getFirst().outcome()).isEqualTo(new Outcome.Crashed(deadly));
        assertThat(handled).hasValue(deadly == Seam.AFTER_INVOKE_BEFORE_DELETE ? 2 : 1);
        queue.send("another");
        await().atMost(Duration.ofSeconds(30)).until(() -> queue.hidden() + queue.visible() == 0);
        assertThat(containers).hasValue(deadly == Seam.BEFORE_INVOKE ? 1 : 2);
    }

    @Test
    void everyContainerServesOneInvocationAtATime() throws InterruptedException {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("1", "2", "3");
        CountDownLatch together = new CountDownLatch(3);
        AtomicInteger containers = new AtomicInteger();

        start(EventSource.builder(queue.sqs(), queue.url(), () -> {
                    containers.incrementAndGet();
                    AtomicInteger inside = new AtomicInteger();
                    return (event, context) -> {
                        assertThat(inside.incrementAndGet()).isEqualTo(1);
                        together.countDown();
                        waitFor(together);
                        inside.decrementAndGet();
                        return null;
                    };
                })
                .batchSize(1)
                .concurrency(3)
                .timeout(Duration.ofSeconds(50)));

        assertThat(invocations.await(3))
                .allSatisfy(invocation -> assertThat(invocation.outcome()).isInstanceOf(Outcome.Returned.class));
        queue.send("4");
        invocations.await(4);
        assertThat(containers).hasValue(3);
    }

    @Test
    void handsOverWhatSqsKnowsOfAMessage() {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.sqs()
                .sendMessage(request -> request.queueUrl(queue.url())
                        .messageBody("héllo")
                        .messageGroupId("tenant")
                        .messageAttributes(Map.of(
                                "text", attribute("String").stringValue("väl").build(),
                                "bytes",
                                        attribute("Binary")
                                                .binaryValue(SdkBytes.fromByteArray(new byte[] {1, 2}))
                                                .build())));
        List<Integer> remaining = new ArrayList<>();

        start(builder(queue, (event, context) -> {
                    remaining.add(context.getRemainingTimeInMillis());
                    assertThat(context.getFunctionName()).isEqualTo("dispatcher");
                    return null;
                })
                .functionName("dispatcher")
                .timeout(Duration.ofSeconds(30)));

        Invocation invocation = invocations.await(1).getFirst();
        assertThat(invocation.outcome()).isInstanceOf(Outcome.Returned.class);
        SQSMessage message = invocation.messages().getFirst();
        assertThat(message.getBody()).isEqualTo("héllo");
        assertThat(message.getEventSource()).isEqualTo("aws:sqs");
        assertThat(message.getEventSourceArn()).startsWith("arn:aws:sqs:us-east-1:000000000000:test-");
        assertThat(message.getAwsRegion()).isEqualTo("us-east-1");
        assertThat(message.getMd5OfBody()).hasSize(32);
        assertThat(message.getAttributes())
                .containsEntry("ApproximateReceiveCount", "1")
                .containsEntry("MessageGroupId", "tenant")
                .containsKeys("SentTimestamp", "ApproximateFirstReceiveTimestamp", "SenderId");
        assertThat(message.getMessageAttributes().get("text").getStringValue()).isEqualTo("väl");
        assertThat(message.getMessageAttributes().get("text").getDataType()).isEqualTo("String");
        assertThat(message.getMessageAttributes().get("bytes").getBinaryValue().array())
                .containsExactly(1, 2);
        assertThat(remaining.getFirst()).isBetween(1, 30_000);
    }

    @Test
    void survivesADeleteThatSqsRefuses() {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("gone", "stays to be deleted");

        start(builder(queue, (event, context) -> {
            event.getRecords().stream()
                    .filter(message -> message.getBody().equals("gone"))
                    .forEach(message -> queue.sqs()
                            .deleteMessage(request ->
                                    request.queueUrl(queue.url()).receiptHandle(message.getReceiptHandle())));
            return null;
        }));

        assertThat(invocations.await(1).getFirst().deleted()).hasSize(1);
        queue.send("next");
        assertThat(invocations.await(2).getLast().deleted()).hasSize(1);
    }

    @Test
    void aConstructorThatThrowsKeepsTheBatch() {
        TestQueue queue = TestQueue.withVisibility(SQS, SHORT);
        queue.send("hello");
        AtomicInteger attempts = new AtomicInteger();

        start(EventSource.builder(queue.sqs(), queue.url(), () -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("no configuration");
                    }
                    return returning(ids -> null);
                })
                .timeout(SHORT));

        List<Invocation> both = invocations.await(2);
        assertThat(both.get(0).outcome()).isInstanceOf(Outcome.Threw.class);
        assertThat(both.get(1).deleted()).hasSize(1);
    }

    @Test
    void stoppingInterruptsWhatOutlastsItsBoundAndTakesNothingMore() throws InterruptedException {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("hello");
        CountDownLatch release = new CountDownLatch(1);
        EventSource source = startAndOccupy(queue, release);

        assertThat(source.stop(Duration.ofMillis(100))).isFalse();
        queue.send("later");

        // Nothing was deleted, and nothing more received.
        assertThat(queue.hidden()).isEqualTo(1);
        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void stoppingWaitsForARunningInvocation() throws InterruptedException {
        TestQueue queue = TestQueue.withVisibility(SQS, LONG);
        queue.send("hello");
        CountDownLatch release = new CountDownLatch(1);
        EventSource source = startAndOccupy(queue, release);
        List<Boolean> ended = new ArrayList<>();

        Thread stopping = Thread.ofVirtual().start(() -> ended.add(source.stop(Duration.ofSeconds(30))));
        release.countDown();
        stopping.join();

        assertThat(ended).containsExactly(true);
        assertThat(invocations.await(1).getFirst().deleted()).hasSize(1);
        assertThat(queue.hidden() + queue.visible()).isZero();
    }

    @Test
    void worksOnAnotherEndpointToo() throws IOException {
        try (MotoServer moto = MotoServer.startOrSkip()) {
            TestQueue queue = TestQueue.withVisibility(moto.sqs(), LONG);
            queue.send("1", "2", "3");

            EventSource source = start(builder(queue, returning(ids -> failures(ids.getFirst()))));

            assertThat(invocations.await(1).getFirst().deleted()).hasSize(2);
            assertThat(queue.hidden()).isEqualTo(1);
            source.close();
        }
    }

    @Test
    void refusesATimeoutAboveTheVisibilityTimeoutAsLambdaDoes() {
        TestQueue queue = TestQueue.withVisibility(SQS, Duration.ofSeconds(5));

        assertThatThrownBy(() -> builder(queue, returning(ids -> null))
                        .timeout(Duration.ofSeconds(6))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeout");
    }

    private EventSource start(EventSource.Builder builder) {
        EventSource source =
                builder.observer(invocations).longPoll(Duration.ofSeconds(1)).start();
        started.add(source);
        return source;
    }

    /** Its one container is busy with the first batch until it is released. */
    private EventSource startAndOccupy(TestQueue queue, CountDownLatch release) throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        EventSource source = start(builder(queue, (event, context) -> {
                    entered.countDown();
                    waitFor(release);
                    return null;
                })
                .concurrency(1)
                .timeout(Duration.ofSeconds(50)));
        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        return source;
    }

    private static EventSource.Builder builder(TestQueue queue, RequestHandler<SQSEvent, ?> handler) {
        return EventSource.builder(queue.sqs(), queue.url(), () -> handler);
    }

    private static RequestHandler<SQSEvent, Object> returning(
            java.util.function.Function<List<String>, Object> answer) {
        return (event, context) -> answer.apply(
                event.getRecords().stream().map(SQSMessage::getMessageId).toList());
    }

    private static RequestHandler<SQSEvent, Object> throwing(Throwable failure) {
        return (event, context) -> {
            switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(failure);
            }
        };
    }

    private static SQSBatchResponse failures(String... ids) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (String id : ids) {
            failures.add(new BatchItemFailure(id));
        }
        return new SQSBatchResponse(failures);
    }

    private static int receiveCount(SQSMessage message) {
        return Integer.parseInt(message.getAttributes().get("ApproximateReceiveCount"));
    }

    private static MessageAttributeValue.Builder attribute(String type) {
        return MessageAttributeValue.builder().dataType(type);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(50, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the container was ended", e);
        }
    }
}
