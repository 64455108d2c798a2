package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.Status;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.HealthStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowLaneTest {

    private final Rig rig = new Rig();
    private final Endpoint endpoint = rig.endpoint();

    /** The receiver takes longer than an attempt may to be quick. */
    private AttemptResult slowly(WebhookRequest request) {
        rig.timer.ring();
        return ScriptedReceiver.answer(200);
    }

    @Test
    void anAttemptThatIsStillOpenAfterTwoSecondsMarksItsEndpointForAMinute() {
        rig.receiver.then(request -> {
            assertThat(rig.timer.delays()).containsExactly(Duration.ofSeconds(2));
            assertThat(slowUntil()).isNull();
            return slowly(request);
        });

        assertThat(rig.isDone(rig.accept(endpoint))).isTrue();

        assertThat(slowUntil()).isEqualTo(rig.now().plusSeconds(60));
        assertThat(rig.told.slow()).containsExactly(endpoint.id());
    }

    @Test
    void anAttemptThatHasEndedIsNotWatched() {
        rig.isDone(rig.accept(endpoint));
        rig.receiver.then(request -> {
            throw new IllegalStateException("broken");
        });
        rig.isDone(rig.accept(endpoint));

        assertThat(rig.timer.delays()).isEmpty();
        assertThat(slowUntil()).isNull();
    }

    @Test
    void aSlowEndpointsMessagesMoveTogetherAndTheOthersAreAttempted() {
        mark();
        One first = rig.accept(endpoint);
        One second = rig.accept(endpoint);
        One quick = rig.accept(rig.endpoint());

        assertThat(rig.isDone(first, quick, second)).isTrue();

        assertThat(rig.slowQueue.take()).containsExactly(first, second);
        assertThat(rig.told.acknowledged()).containsExactly("slow_lane", "slow_lane");
        assertThat(rig.receiver.requests()).hasSize(1);
        assertThat(rig.status(quick)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void whatComesThroughTheSlowQueueIsAttempted() {
        mark();
        One message = rig.accept(endpoint);

        assertThat(rig.handle(Rig.bySlowQueue(rig.receive(message)))).isEmpty();

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.slowQueue.take()).isEmpty();
    }

    @Test
    void whatTheSlowQueueDoesNotTakeIsNotDone() {
        mark();
        rig.slowQueue.refuse(any -> true);
        ReceivedMessage slow = rig.receive(rig.accept(endpoint));
        ReceivedMessage quick = rig.receive(rig.accept(rig.endpoint()));

        assertThat(rig.handle(slow, quick)).containsExactly(slow.id());

        assertThat(rig.receiver.requests()).hasSize(1);
        assertThat(rig.told.failures()).hasSize(1);
    }

    @Test
    void aMarkIsMadeAnewInItsLastHalf() {
        AtomicInteger marks = new AtomicInteger();
        rig.health = whenMarking(marks::incrementAndGet);
        attemptSlowly();
        attemptSlowly();
        rig.clock.advance(Duration.ofMillis(29_999));
        attemptSlowly();
        assertThat(marks).hasValue(1);

        rig.clock.advance(Duration.ofMillis(1));
        attemptSlowly();

        assertThat(marks).hasValue(2);
        assertThat(slowUntil()).isEqualTo(rig.now().plusSeconds(60));
    }

    @Test
    void withoutASlowAttemptTheMarkEnds() {
        mark();
        rig.clock.advance(Duration.ofSeconds(60));
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.slowQueue.take()).isEmpty();
    }

    @Test
    void otherContainersSeeTheMarkWithinASecond() {
        rig.isDone(rig.accept(endpoint)); // reads the endpoint
        mark();
        rig.clock.advance(Duration.ofSeconds(1));

        rig.isDone(rig.accept(endpoint));

        assertThat(rig.slowQueue.take()).hasSize(1);
    }

    @Test
    void aMarkThatCannotBeMadeIsNoFailureOfTheAttempt() {
        rig.health = whenMarking(() -> {
            throw new IllegalStateException("no table");
        });
        One message = rig.accept(endpoint);
        rig.receiver.then(this::slowly);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.told.failures()).hasSize(1);
    }

    private HealthStore whenMarking(Runnable before) {
        return Faults.in(HealthStore.class, rig.stores.health(), (method, arguments) -> {
            if (method.equals("markSlow")) {
                before.run();
            }
        });
    }

    private void mark() {
        rig.stores.health().markSlow(rig.app, endpoint.id(), rig.now().plusSeconds(60));
    }

    private void attemptSlowly() {
        rig.receiver.then(this::slowly);
        rig.handle(Rig.bySlowQueue(rig.receive(rig.accept(endpoint))));
    }

    private Instant slowUntil() {
        return rig.stores
                .health()
                .find(rig.app, endpoint.id())
                .orElseThrow()
                .health()
                .slowUntil();
    }
}
