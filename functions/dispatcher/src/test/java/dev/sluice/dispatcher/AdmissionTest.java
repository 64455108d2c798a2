package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.wake.Due;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that lead to no attempt. */
class AdmissionTest {

    private final Rig rig = new Rig();
    private final Endpoint endpoint = rig.endpoint(RetrySchedule.parse("5s"));
    private final One message = rig.accept(endpoint);

    private void givenAttempts(int... statuses) {
        for (int status : statuses) {
            rig.receiver.then(status);
            rig.isDone(message);
            rig.clock.advance(Duration.ofSeconds(5));
        }
    }

    private void assertAcknowledged(One arriving, String why) {
        List<Delivery> rows = rig.stores.deliveries().all();
        int requests = rig.receiver.requests().size();
        Map<String, Duration> waits = Map.copyOf(rig.waits);

        assertThat(rig.isDone(arriving)).isTrue();

        assertThat(rig.told.acknowledged()).last().isEqualTo(why);
        assertThat(rig.receiver.requests()).hasSize(requests);
        assertThat(rig.stores.deliveries().all()).isEqualTo(rows);
        assertThat(rig.waits).isEqualTo(waits);
    }

    private One ofSeries(int series) {
        return One.of(message.key(), series);
    }

    @Test
    void anEarlierSeriesIsOver() {
        givenAttempts(500, 500);
        rig.receiver.then(500);
        rig.isDone(ofSeries(2));

        assertAcknowledged(ofSeries(1), "earlier_series");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aLaterSeriesHasNotBegunWhileThisOneIsOpen(int series) {
        givenAttempts(500);

        assertAcknowledged(ofSeries(series), "later_series");
    }

    @Test
    void aSeriesCannotBeLeftOut() {
        givenAttempts(500, 500);

        assertAcknowledged(ofSeries(3), "later_series");
    }

    @Test
    void whatIsDeliveredIsNotDeliveredAgain() {
        givenAttempts(200);

        assertAcknowledged(message, "already_delivered");
    }

    @Test
    void whatIsDeliveredIsReplayedByTheNextSeries() {
        givenAttempts(200);

        assertThat(rig.isDone(ofSeries(2))).isTrue();

        assertThat(rig.receiver.requests()).hasSize(2);
        assertThat(rig.row(message).series()).isEqualTo(2);
        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void whatIsCanceledStaysSo() {
        rig.stores.endpoints().delete(rig.app, endpoint.id());
        rig.isDone(message);

        assertAcknowledged(message, "canceled");
    }

    @Test
    void whatIsDeadIsPointedToAgain() {
        givenAttempts(500, 500);
        rig.deadLetterQueue.take();

        assertAcknowledged(message, "already_dead");

        assertThat(rig.deadLetterQueue.pointers()).containsExactly(ofSeries(2));
    }

    @Test
    void whatIsHeldIsLookedAtAgain() {
        rig.setStatus(endpoint, EndpointStatus.PAUSED);
        rig.isDone(message);
        rig.stores
                .held()
                .take(
                        rig.app,
                        endpoint.id(),
                        rig.now().plusSeconds(60),
                        rig.now().plusSeconds(3_600));

        assertAcknowledged(message, "held");

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.PAUSED, Samples.NOON));
        assertThat(rig.stores.held().looks())
                .containsEntry(
                        new Due.OfEndpoint(rig.app, endpoint.id()), rig.now().plusSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2_000})
    void aMessageThatIsEarlyByAClocksErrorWaitsOn(int earlyMillis) {
        givenAttempts(500);
        rig.clock.set(rig.now().minusMillis(earlyMillis));

        ReceivedMessage early = rig.receive(message, 2);
        assertThat(rig.handle(early)).containsExactly(early.id());

        assertThat(rig.waits).containsEntry(early.id(), Duration.ofMillis(earlyMillis));
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @Test
    void aMessageBeforeTheRowsTimeIsAnotherOnes() {
        givenAttempts(500);
        rig.clock.set(rig.now().minusMillis(2_001));

        assertAcknowledged(message, "not_yet_due");
    }

    @Test
    void anEventThatExpiredIsNotDelivered() {
        rig.clock.advance(Duration.ofDays(30));

        assertAcknowledged(message, "event_expired");
    }

    @Test
    void aRetryWhoseEventExpiredIsDeadWithoutAPointerForThereIsNothingToRedrive() {
        givenAttempts(500);
        rig.clock.advance(Duration.ofDays(31));

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.told.acknowledged()).containsExactly("event_expired");
        assertThat(rig.status(message))
                .isInstanceOfSatisfying(
                        Status.Dead.class,
                        dead -> assertThat(dead.cause()).isEqualTo(Cause.without(Cause.Reason.PAYLOAD_MISSING)));
        assertThat(rig.deadLetterQueue.pointers()).isEmpty();
    }
}
