package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.Status;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.HealthStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch: one item's failure is its own. */
class DispatcherTest {

    private final Rig rig = new Rig();
    private final Endpoint endpoint = rig.endpoint();

    private List<One> accept(int number) {
        return IntStream.range(0, number).mapToObj(i -> rig.accept(endpoint)).toList();
    }

    private List<ReceivedMessage> receive(List<One> messages) {
        return messages.stream().map(rig::receive).toList();
    }

    @Test
    void aBatchIsAttemptedSideBySide() {
        List<One> messages = accept(10);
        CyclicBarrier all = new CyclicBarrier(10);
        for (int i = 0; i < 10; i++) {
            rig.receiver.then(request -> {
                await(all);
                return ScriptedReceiver.answer(200);
            });
        }

        assertThat(rig.handle(receive(messages), Rig.AMPLE)).isEmpty();

        assertThat(messages)
                .allSatisfy(message -> assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class));
    }

    @Test
    void theEndpointsOfABatchAreReadSideBySide() {
        CyclicBarrier all = new CyclicBarrier(3);
        rig.health = Faults.in(HealthStore.class, rig.stores.health(), (method, arguments) -> {
            if (method.equals("find")) {
                await(all);
            }
        });

        assertThat(rig.isDone(rig.accept(endpoint), rig.accept(rig.endpoint()), rig.accept(rig.endpoint())))
                .isTrue();

        assertThat(rig.receiver.requests()).hasSize(3);
    }

    @Test
    void noAttemptWaitsForWhatIsMovedToTheSlowQueue() {
        CyclicBarrier both = new CyclicBarrier(2);
        rig.slowQueue.refuse(any -> {
            await(both);
            return false;
        });
        rig.receiver.then(request -> {
            await(both);
            return ScriptedReceiver.answer(200);
        });
        rig.health.markSlow(endpoint.app(), endpoint.id(), rig.now().plus(SlowLane.MARKED_FOR));

        assertThat(rig.isDone(rig.accept(endpoint), rig.accept(rig.endpoint()))).isTrue();

        assertThat(rig.receiver.requests()).hasSize(1);
        assertThat(rig.slowQueue.take()).hasSize(1);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("not all at once", e);
        }
    }

    @Test
    void theSameMessageTwiceInABatchIsOneAttempt() {
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message, message)).isTrue();

        assertThat(rig.receiver.requests()).hasSize(1);
        assertThat(rig.told.acknowledged()).containsExactly("duplicate_in_batch");
    }

    @Test
    void ofADuplicateThatIsNotDoneOneStays() {
        One message = rig.accept(endpoint);
        rig.receiver.then(500);
        ReceivedMessage first = rig.receive(message);

        assertThat(rig.handle(first, rig.receive(message))).containsExactly(first.id());
        assertThat(rig.waits).containsOnlyKeys(first.id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not JSON",
                "{\"v\":2,\"app\":\"app_01M6B5CJM07M2K4QX9TB6V1R3H\"}",
                "{\"v\":1,\"app\":\"app_1\",\"event\":\"evt_01M7ZMFDT15QWN8C3Z0KXJ6TVA\",\"from\":0,\"to\":2}",
                "{\"v\":1,\"app\":\"app_01M6B5CJM07M2K4QX9TB6V1R3H\",\"event\":\"evt_01M7ZMFDT15QWN8C3Z0KXJ6TVA\","
                        + "\"endpoint\":\"ep_01M6DW3HEG3VJ6ZD0W8NCK5THX\",\"series\":0}",
                "{\"v\":1,\"app\":\"app_01M6B5CJM07M2K4QX9TB6V1R3H\",\"event\":\"evt_01M7ZMFDT15QWN8C3Z0KXJ6TVA\","
                        + "\"from\":2,\"to\":2}"
            })
    void whatCannotBeReadIsNeverAcknowledged(String body) {
        One good = rig.accept(endpoint);
        ReceivedMessage unreadable = rig.receive(body, 1);

        assertThat(rig.handle(unreadable, rig.receive(good))).containsExactly(unreadable.id());

        assertThat(rig.status(good)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.told.failures()).hasSize(1);
        assertThat(rig.waits).as("the queue's own visibility timeout").isEmpty();
    }

    static Stream<Named<Function<WebhookRequest, AttemptResult>>> breakdowns() {
        return Stream.of(
                Named.of("an exception", request -> {
                    throw new IllegalStateException("our own code failed");
                }),
                Named.of("an interrupted sender", request -> {
                    throw new CancellationException("interrupted");
                }),
                Named.of("an error", request -> {
                    throw new StackOverflowError();
                }));
    }

    @ParameterizedTest
    @MethodSource("breakdowns")
    void whatBreaksDownIsItsOwnItemsFailure(Function<WebhookRequest, AttemptResult> breakdown) {
        List<One> messages = accept(3);
        String poison = messages.get(1).key().id().toString();
        Function<WebhookRequest, AttemptResult> each = request ->
                request.headers().containsValue(poison) ? breakdown.apply(request) : ScriptedReceiver.answer(200);
        rig.receiver.then(each).then(each).then(each);
        List<ReceivedMessage> batch = receive(messages);

        assertThat(rig.handle(batch, Rig.AMPLE)).containsExactly(batch.get(1).id());

        assertThat(rig.status(messages.get(0))).isInstanceOf(Status.Delivered.class);
        assertThat(rig.status(messages.get(2))).isInstanceOf(Status.Delivered.class);
        assertThat(rig.stores.deliveries().row(messages.get(1).key())).isEmpty();
        assertThat(rig.told.attempts()).hasSize(2);
        assertThat(rig.told.failures()).hasSize(1);
    }

    @Test
    void anInterruptedBatchRecordsNothingAndComesAgain() throws Exception {
        CountDownLatch sending = new CountDownLatch(2);
        Function<WebhookRequest, AttemptResult> hanging = request -> {
            sending.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new CancellationException("interrupted while sending");
        };
        rig.receiver.then(hanging).then(hanging);
        List<ReceivedMessage> batch = receive(accept(2));
        List<String> notDone = new CopyOnWriteArrayList<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();

        Thread handling = Thread.ofVirtual().start(() -> {
            notDone.addAll(rig.handle(batch, Rig.AMPLE));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        assertThat(sending.await(30, TimeUnit.SECONDS)).isTrue();
        handling.interrupt();
        assertThat(handling.join(Duration.ofSeconds(30))).isTrue();

        assertThat(notDone).containsExactlyInAnyOrder("id-1", "id-2");
        assertThat(stillInterrupted).isTrue();
        assertThat(rig.stores.deliveries().all()).isEmpty();
        assertThat(rig.told.attempts()).isEmpty();
    }

    @Test
    void whatTheListenerThrowsIsItsItemsFailure() {
        rig.listener = Faults.in(DispatchListener.class, rig.told, Faults.first(1, "acknowledged"));
        One other = rig.accept(endpoint);
        One message = rig.accept(endpoint);
        ReceivedMessage duplicate = rig.receive(message);

        assertThat(rig.handle(rig.receive(message), duplicate, rig.receive(other)))
                .containsExactly(duplicate.id());

        assertThat(rig.status(other)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void allRowsOfABatchAreReadTogether() {
        List<Integer> reads = new CopyOnWriteArrayList<>();
        rig.deliveries = Faults.in(DeliveryStore.class, rig.stores.deliveries(), (method, arguments) -> {
            if (method.equals("readWithEvents")) {
                reads.add(((Collection<?>) arguments.getFirst()).size());
            }
        });

        rig.handle(receive(accept(7)), Rig.AMPLE);

        assertThat(reads).containsExactly(7);
    }

    @Test
    void rowsThatCannotBeReadTogetherAreReadAlone() {
        List<One> messages = accept(3);
        rig.deliveries = Faults.in(DeliveryStore.class, rig.stores.deliveries(), (method, arguments) -> {
            if (method.equals("readWithEvents")
                    && ((Collection<?>) arguments.getFirst())
                            .contains(messages.get(1).key())) {
                throw new IllegalStateException("a row that cannot be read");
            }
        });
        List<ReceivedMessage> batch = receive(messages);

        assertThat(rig.handle(batch, Rig.AMPLE)).containsExactly(batch.get(1).id());

        assertThat(rig.status(messages.get(0))).isInstanceOf(Status.Delivered.class);
        assertThat(rig.status(messages.get(2))).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void withoutTimeForATurnAllIsGivenBackAtOnce() {
        List<ReceivedMessage> batch =
                List.of(rig.receive(rig.accept(endpoint)), rig.receive("unreadable", 1), rig.receive(split()));

        assertThat(rig.handle(batch, Rig.ATTEMPT_TIMEOUT.plus(Duration.ofMillis(4_999))))
                .containsExactly("id-1", "id-2", "id-3");

        assertThat(rig.waits)
                .containsOnlyKeys("id-1", "id-2", "id-3")
                .allSatisfy((id, wait) -> assertThat(wait).isZero());
        assertThat(rig.receiver.requests()).isEmpty();
        assertThat(rig.queue.waiting()).isEmpty();
    }

    @Test
    void whatCannotBeGivenBackAtOnceComesAgainLater() {
        rig.visibility = (message, wait) -> {
            throw new IllegalStateException("the queue is away");
        };

        assertThat(rig.handle(receive(accept(2)), Duration.ofSeconds(1))).containsExactly("id-1", "id-2");
    }

    @Test
    void withTimeForOneTurnTheBatchIsTaken() {
        assertThat(rig.handle(receive(accept(3)), Rig.ATTEMPT_TIMEOUT.plusSeconds(5)))
                .isEmpty();
    }

    private Split split() {
        return new Split(rig.app, rig.accept(endpoint).event(), 0, 2);
    }
}
