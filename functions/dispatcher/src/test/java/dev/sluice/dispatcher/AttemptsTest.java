package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.wake.Due;
import dev.sluice.wake.HeldStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptsTest {

    private final Rig rig = new Rig();

    @Test
    void whatTheReceiverTakesIsDelivered() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(request -> {
            rig.clock.advance(Duration.ofMillis(320));
            return ScriptedReceiver.answer(204);
        });

        assertThat(rig.isDone(message)).isTrue();

        Delivery row = rig.row(message);
        assertThat(row.status()).isEqualTo(new Status.Delivered(Samples.NOON.plusMillis(320)));
        assertThat(row.wakeAt()).isNull();
        assertThat(row.log()).isEqualTo(rig.told.attempts());
        assertThat(row.log()).singleElement().satisfies(attempt -> {
            assertThat(attempt.number()).isEqualTo(1);
            assertThat(attempt.startedAt()).isEqualTo(Samples.NOON);
            assertThat(attempt.duration()).isEqualTo(Duration.ofMillis(320));
            assertThat(attempt.status()).isEqualTo(204);
            assertThat(attempt.bytes())
                    .isEqualTo(rig.receiver.requests().getFirst().body().length);
        });
        assertThat(rig.waits).isEmpty();
        assertThat(rig.deadLetterQueue.pointers()).isEmpty();
    }

    @Test
    void aShortWaitIsTheMessagesAndTheRowGuardsIt() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);

        ReceivedMessage received = rig.receive(message);
        assertThat(rig.handle(received)).containsExactly(received.id());

        Instant next = rig.now().plusSeconds(5);
        assertThat(rig.waits).containsOnly(Map.entry(received.id(), Duration.ofSeconds(5)));
        assertThat(rig.status(message)).isEqualTo(new Status.Pending(next));
        assertThat(rig.row(message).wakeAt()).isEqualTo(next.plus(Delivery.LOST_AFTER));
        assertThat(rig.row(message).log()).singleElement().satisfies(attempt -> {
            assertThat(attempt.status()).isEqualTo(500);
            assertThat(attempt.answer()).isEqualTo("status 500");
        });
    }

    @Test
    void theWaitCountsFromTheAnswer() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(request -> {
            rig.clock.advance(Duration.ofSeconds(14));
            return ScriptedReceiver.answer(500);
        });

        rig.isDone(message);

        assertThat(rig.status(message)).isEqualTo(new Status.Pending(Samples.NOON.plusSeconds(14 + 5)));
        assertThat(rig.waits).containsValue(Duration.ofSeconds(5));
    }

    @Test
    void aLongWaitIsTheRowsAndTheMessageGoes() {
        One message = rig.accept(rig.endpoint(RetrySchedule.parse("16m")));
        rig.receiver.then(500);

        assertThat(rig.isDone(message)).isTrue();

        Instant next = rig.now().plus(Duration.ofMinutes(16));
        assertThat(rig.status(message)).isEqualTo(new Status.Pending(next));
        assertThat(rig.row(message).wakeAt()).isEqualTo(next);
        assertThat(rig.waits).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"11, false", "12, true", "19, true"})
    void aMessageThatWasReceivedOftenHandsItsWaitToTheRow(int receives, boolean parked) {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);

        assertThat(rig.handle(rig.receive(message, receives)).isEmpty()).isEqualTo(parked);

        Instant next = rig.now().plusSeconds(5);
        assertThat(rig.row(message).wakeAt()).isEqualTo(parked ? next : next.plus(Delivery.LOST_AFTER));
        assertThat(rig.waits.isEmpty()).isEqualTo(parked);
    }

    @Test
    void theEndpointsOwnScheduleGoesBeforeTheDefault() {
        One message = rig.accept(rig.endpoint(RetrySchedule.parse("90s")));
        rig.receiver.then(500, 500);

        rig.isDone(message);
        assertThat(rig.status(message)).isEqualTo(new Status.Pending(rig.now().plusSeconds(90)));

        rig.clock.advance(Duration.ofSeconds(90));
        assertThat(rig.isDone(message)).isTrue();
        assertThat(rig.status(message)).isInstanceOf(Status.Dead.class);
    }

    @Test
    void aClientErrorIsTriedAgainUnlessTheEndpointHasItOtherwise() {
        One retried = rig.accept(rig.endpoint());
        One last = rig.accept(rig.endpoint((_, settings) -> settings.retries4xx(false)));
        rig.receiver.then(422, 422);

        rig.isDone(retried);
        assertThat(rig.isDone(last)).isTrue();

        assertThat(rig.status(retried)).isInstanceOf(Status.Pending.class);
        assertThat(rig.status(last))
                .isEqualTo(new Status.Dead(new Cause(Cause.Reason.CLIENT_ERROR, "status", 422), rig.now()));
        assertThat(rig.deadLetterQueue.pointers()).containsExactly(One.of(last.key(), 2));
    }

    @Test
    void whenEveryAttemptFailedItIsDeadAndPointedTo() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500, 503, 404, 500);
        attemptAll(message);

        assertThat(rig.status(message))
                .isEqualTo(new Status.Dead(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500), rig.now()));
        assertThat(rig.row(message).log()).extracting(Attempt::status).containsExactly(500, 503, 404, 500);
        assertThat(rig.row(message).log()).extracting(Attempt::number).containsExactly(1, 2, 3, 4);
        assertThat(rig.row(message).wakeAt()).isNull();
        assertThat(rig.deadLetterQueue.pointers()).containsExactly(One.of(message.key(), 2));
    }

    @Test
    void thePointerIsTheRedrive() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(500, 500, 500, 500);
        attemptAll(message);
        rig.isDone(rig.accept(endpoint)); // the receiver is well again

        One pointer = rig.deadLetterQueue.take().getFirst();
        rig.receiver.then(500, 200);
        rig.isDone(pointer);
        rig.clock.advance(Duration.ofSeconds(5));
        assertThat(rig.isDone(pointer)).isTrue();

        assertThat(rig.row(message).series()).isEqualTo(2);
        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.row(message).log())
                .extracting(attempt -> attempt.series() + "/" + attempt.number())
                .containsExactly("1/1", "1/2", "1/3", "1/4", "2/1", "2/2");
        assertThat(rig.deadLetterQueue.pointers()).isEmpty();
    }

    /** Handles the message whenever it is due, until it is done for good. */
    private void attemptAll(One message) {
        for (int attempt = 1; attempt <= Rig.SCHEDULE.attempts(); attempt++) {
            rig.isDone(message);
            if (rig.status(message) instanceof Status.Pending(Instant next)) {
                rig.clock.set(next);
            }
        }
    }

    @Test
    void aRefusedAddressIsDeadAtOnce() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(
                any -> new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, "not a public address"));

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message))
                .isEqualTo(
                        new Status.Dead(new Cause(Cause.Reason.ADDRESS_REFUSED, "address_refused", null), rig.now()));
        assertThat(rig.deadLetterQueue.pointers()).containsExactly(One.of(message.key(), 2));
    }

    @Test
    void aPointerThatCouldNotBeSentIsSentWhenTheMessageComesAgain() {
        Faults.Fault once = Faults.first(1, "add");
        rig.deadLetters = pointer -> {
            once.before("add", List.of(pointer));
            rig.deadLetterQueue.add(pointer);
        };
        One message = rig.accept(rig.endpoint(RetrySchedule.parse("")));
        rig.receiver.then(500);

        assertThat(rig.isDone(message)).isFalse();
        assertThat(rig.status(message)).isInstanceOf(Status.Dead.class);

        assertThat(rig.isDone(message)).isTrue();
        assertThat(rig.deadLetterQueue.pointers()).containsExactly(One.of(message.key(), 2));
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @Test
    void anEndpointThatIsGoneIsDisabledAndItsDeliveryHeld() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(410);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.stored(endpoint).status()).isEqualTo(EndpointStatus.DISABLED);
        assertThat(rig.stored(endpoint).disabledReason()).isEqualTo(DisabledReason.GONE);
        assertThat(rig.told.disabled()).containsOnly(Map.entry(endpoint.id(), DisabledReason.GONE));
        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.DISABLED, rig.now()));
        assertThat(rig.row(message).log()).extracting(Attempt::status).containsExactly(410);
        assertThatTheSchedulerLooksAt(endpoint);
    }

    @Test
    void nothingMoreIsSentToAnEndpointThatIsGone() {
        Endpoint endpoint = rig.endpoint();
        rig.receiver.then(410);
        rig.isDone(rig.accept(endpoint));

        One next = rig.accept(endpoint);
        assertThat(rig.isDone(next)).isTrue();

        assertThat(rig.status(next)).isEqualTo(new Status.Held(HoldReason.DISABLED, rig.now()));
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @Test
    void manyAnswersOfGoneDisableOnce() {
        Endpoint endpoint = rig.endpoint();
        One[] messages = {rig.accept(endpoint), rig.accept(endpoint), rig.accept(endpoint), rig.accept(endpoint)};
        rig.receiver.then(410, 410, 410, 410);

        assertThat(rig.isDone(messages)).isTrue();

        assertThat(rig.told.disabled()).containsOnly(Map.entry(endpoint.id(), DisabledReason.GONE));
        assertThat(messages)
                .allSatisfy(message -> assertThat(rig.status(message)).isInstanceOf(Status.Held.class));
    }

    @Test
    void goneDisablesAnEndpointThatChangedMeanwhile() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(request -> {
            changeSettings(endpoint, endpoint.settings().url(), "now with a description");
            return ScriptedReceiver.answer(410);
        });

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.stored(endpoint).status()).isEqualTo(EndpointStatus.DISABLED);
        assertThat(rig.stored(endpoint).settings().description()).isEqualTo("now with a description");
    }

    @Test
    void goneSaysNothingOfAnAddressThatWasChangedMeanwhile() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(request -> {
            changeSettings(endpoint, URI.create("https://moved.example/hook"), "");
            return ScriptedReceiver.answer(410);
        });

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.stored(endpoint).status()).isEqualTo(EndpointStatus.ACTIVE);
        assertThat(rig.told.disabled()).isEmpty();
        assertThat(rig.status(message)).as("released in a minute").isInstanceOf(Status.Held.class);
        assertThatTheSchedulerLooksAt(endpoint);
    }

    private void changeSettings(Endpoint endpoint, URI url, String description) {
        rig.stores
                .endpoints()
                .replace(
                        endpoint,
                        endpoint.withSettings(
                                endpoint.settings()
                                        .change()
                                        .url(url)
                                        .description(description)
                                        .done(),
                                rig.now()));
    }

    @Test
    void anEndpointIsDisabledBeforeTheRowSaysSo() {
        rig.deliveries = Faults.in(DeliveryStore.class, rig.stores.deliveries(), Faults.first(1, "write"));
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(410);

        assertThat(rig.isDone(message)).isFalse();
        assertThat(rig.stored(endpoint).status()).isEqualTo(EndpointStatus.DISABLED);

        assertThat(rig.isDone(message)).isTrue();
        assertThat(rig.status(message)).isInstanceOf(Status.Held.class);
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PAUSED, PAUSED", "DISABLED, DISABLED"})
    void anEndpointThatIsClosedHolds(EndpointStatus status, HoldReason reason) {
        Endpoint endpoint = rig.setStatus(rig.endpoint(), status);
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isEqualTo(new Status.Held(reason, rig.now()));
        assertThat(rig.row(message).attempts()).isZero();
        assertThat(rig.told.held()).containsExactly(rig.row(message));
        assertThat(rig.receiver.requests()).isEmpty();
        assertThatTheSchedulerLooksAt(endpoint);
    }

    @Test
    void aRetryIsHeldWithTheAttemptsItHad() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.receiver.then(500);
        rig.isDone(message);
        rig.setStatus(endpoint, EndpointStatus.PAUSED);
        rig.clock.advance(Duration.ofSeconds(5));

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.PAUSED, rig.now()));
        assertThat(rig.row(message).attempts()).isEqualTo(1);
    }

    @Test
    void aHoldThatNobodyWasToldOfIsToldWhenTheMessageComesAgain() {
        rig.held = Faults.in(HeldStore.class, rig.stores.held(), Faults.first(1, "wakeBy"));
        Endpoint endpoint = rig.setStatus(rig.endpoint(), EndpointStatus.PAUSED);
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message)).isFalse();
        assertThat(rig.status(message)).isInstanceOf(Status.Held.class);
        assertThat(rig.stores.held().looks()).isEmpty();

        assertThat(rig.isDone(message)).isTrue();
        assertThatTheSchedulerLooksAt(endpoint);
    }

    private void assertThatTheSchedulerLooksAt(Endpoint endpoint) {
        assertThat(rig.stores.held().looks())
                .containsEntry(
                        new Due.OfEndpoint(rig.app, endpoint.id()), rig.now().plus(Duration.ofMinutes(1)));
    }

    @Test
    void aDeliveryToADeletedEndpointIsCanceled() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.stores.endpoints().delete(rig.app, endpoint.id());

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isEqualTo(new Status.Canceled("endpoint_deleted", rig.now()));
        assertThat(rig.told.acknowledged()).containsExactly("canceled");
        assertThat(rig.receiver.requests()).isEmpty();
    }

    @Test
    void theLoserOfARaceRecordsNothingAndIsDone() {
        One message = rig.accept(rig.endpoint());
        Delivery first = Delivery.first(
                message.key(),
                1,
                rig.stores.events().find(message.key().event()).orElseThrow(),
                rig.now());
        Delivery winners = first.after(
                Samples.success(first, rig.now()), new Decision.Delivered(), Delivery.Wait.MESSAGE, rig.now());
        rig.receiver.then(request -> {
            rig.stores.deliveries().write(null, winners);
            return ScriptedReceiver.answer(500);
        });

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.row(message)).isEqualTo(winners);
        assertThat(rig.told.acknowledged()).containsExactly("lost_race");
        assertThat(rig.told.attempts()).isEmpty();
        assertThat(rig.waits).isEmpty();
    }

    @Test
    void anAttemptUnderWayIsRecordedOverAWake() {
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);
        rig.isDone(message);
        rig.clock.advance(Duration.ofMinutes(20));
        rig.receiver.then(request -> {
            Delivery before = rig.row(message);
            rig.stores.deliveries().claim(before, before.woken(rig.now(), rig.now()));
            return ScriptedReceiver.answer(200);
        });

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void anAttemptThatCannotBeRecordedIsMadeAgain() {
        rig.deliveries = Faults.in(DeliveryStore.class, rig.stores.deliveries(), Faults.first(1, "write"));
        One message = rig.accept(rig.endpoint());

        assertThat(rig.isDone(message)).isFalse();
        assertThat(rig.told.attempts()).isEmpty();
        assertThat(rig.stores.deliveries().all()).isEmpty();

        assertThat(rig.isDone(message)).isTrue();
        assertThat(rig.row(message).attempts()).isEqualTo(1);
        assertThat(rig.receiver.requests()).hasSize(2);
    }

    @Test
    void aWaitThatTheQueueRefusesIsGuardedByTheRow() {
        rig.visibility = (received, wait) -> {
            throw new IllegalStateException("the queue is away");
        };
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);

        assertThat(rig.isDone(message)).isFalse();

        assertThat(rig.row(message).wakeAt()).isEqualTo(rig.now().plusSeconds(5).plus(Delivery.LOST_AFTER));
        assertThat(rig.told.failures()).hasSize(1);
    }

    @Test
    void endpointsAreReadOnceASecond() {
        AtomicInteger reads = new AtomicInteger();
        rig.health = Faults.in(HealthStore.class, rig.stores.health(), (method, arguments) -> {
            if (method.equals("find")) {
                reads.incrementAndGet();
            }
        });
        Endpoint endpoint = rig.endpoint();

        rig.isDone(rig.accept(endpoint));
        rig.clock.advance(Duration.ofMillis(999));
        rig.isDone(rig.accept(endpoint));
        assertThat(reads).hasValue(1);

        rig.setStatus(endpoint, EndpointStatus.PAUSED);
        rig.clock.advance(Duration.ofMillis(1));
        One held = rig.accept(endpoint);
        rig.isDone(held);
        assertThat(reads).hasValue(2);
        assertThat(rig.status(held)).isInstanceOf(Status.Held.class);
    }
}
