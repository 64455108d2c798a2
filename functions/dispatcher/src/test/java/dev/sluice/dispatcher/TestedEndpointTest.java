package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.AttemptResult.Kind;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.event.Event;
import dev.sluice.event.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test is one attempt, of which nothing follows but what whoever asked for it reads. */
final class TestedEndpointTest {

    private final Rig rig = new Rig();

    @Test
    void whatTheReceiverTakesIsDelivered() {
        One test = test(rig.endpoint());

        assertThat(rig.isDone(test)).isTrue();

        assertThat(rig.status(test)).isEqualTo(new Status.Delivered(rig.now()));
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 302, 429, 410})
    void whatFailsIsOverAndNobodyElseHears(int status) {
        Endpoint endpoint = rig.endpoint();
        One test = test(endpoint);
        rig.receiver.then(status);

        assertThat(rig.isDone(test)).isTrue();

        Delivery row = rig.row(test);
        assertThat(row.status()).isEqualTo(new Status.Canceled("test_failed", rig.now()));
        assertThat(row.wakeAt()).isNull();
        assertThat(row.log())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.status()).isEqualTo(status));
        assertThat(rig.waits).isEmpty();
        assertThat(rig.deadLetterQueue.pointers()).isEmpty();
        assertThat(rig.stored(endpoint).status()).isEqualTo(EndpointStatus.ACTIVE);
        assertThat(breaker(endpoint).isTroubled()).isFalse();
    }

    @Test
    void aRefusedAddressIsNoDeadLetter() {
        One test = test(rig.endpoint());
        rig.receiver.then(_ -> new AttemptResult.Failed(Kind.ADDRESS_REFUSED, false, "customer.example stands for …"));

        assertThat(rig.isDone(test)).isTrue();

        assertThat(rig.status(test)).isEqualTo(new Status.Canceled("test_failed", rig.now()));
        assertThat(rig.row(test).log().getFirst().failure()).isEqualTo(Kind.ADDRESS_REFUSED);
        assertThat(rig.deadLetterQueue.pointers()).isEmpty();
    }

    @Test
    void itComesAgainToNothing() {
        One test = test(rig.endpoint());
        rig.receiver.then(500);
        rig.isDone(test);

        assertThat(rig.isDone(test)).isTrue();

        assertThat(rig.told.acknowledged()).containsExactly("canceled");
        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"PAUSED, paused", "DISABLED, disabled"})
    void anEndpointThatIsSentNothingMeanwhileHoldsNoTest(EndpointStatus status, String reason) {
        Endpoint endpoint = rig.endpoint();
        One test = test(endpoint);
        rig.setStatus(endpoint, status);

        assertThat(rig.isDone(test)).isTrue();

        assertThat(rig.status(test)).isEqualTo(new Status.Canceled(reason, rig.now()));
        assertThat(rig.receiver.requests()).isEmpty();
        assertThat(rig.stores.held().looks()).isEmpty();
    }

    @Test
    void aSuccessForgetsNoFailureOfOthers() {
        Endpoint endpoint = rig.endpoint();
        rig.receiver.then(500);
        rig.isDone(rig.accept(endpoint));

        rig.isDone(test(endpoint));

        assertThat(breaker(endpoint).failures()).isEqualTo(1);
    }

    @Test
    void asksThroughAnOpenBreakerAndTwoThatArriveCloseIt() {
        Endpoint endpoint = rig.endpoint();
        rig.receiver.then(503, 503, 503, 503, 503);
        for (int i = 0; i < Breaker.FAILURES_TO_OPEN; i++) {
            rig.isDone(rig.accept(endpoint));
            rig.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(breaker(endpoint).isOpen()).isTrue();
        One held = rig.accept(endpoint);
        rig.isDone(held);
        assertThat(rig.status(held)).isEqualTo(new Status.Held(HoldReason.BREAKER, rig.now()));

        for (int i = 0; i < 2; i++) {
            One test = test(endpoint);
            rig.isDone(test);
            assertThat(rig.status(test)).isEqualTo(new Status.Delivered(rig.now()));
        }

        assertThat(breaker(endpoint).isOpen()).isFalse();
    }

    @Test
    void takesItsPlaceInTheEndpointsRateAndDoesNotWaitForLong() {
        Endpoint endpoint = rig.endpoint((_, settings) -> settings.rateLimit(1));
        for (int i = 0; i < 61; i++) {
            rig.isDone(rig.accept(endpoint)); // this minute's places
        }
        One test = test(endpoint);

        rig.isDone(test);

        assertThat(rig.status(test)).isEqualTo(new Status.Canceled("rate", rig.now()));
    }

    private Breaker breaker(Endpoint endpoint) {
        return rig.stores
                .health()
                .find(rig.app, endpoint.id())
                .orElseThrow()
                .health()
                .breaker();
    }

    private One test(Endpoint endpoint) {
        Event sample = Samples.event(rig.app, rig.now());
        Source source = new Source(Source.TEST, sample.id().value(), null, null, false);
        Event event = new Event(sample.id(), rig.app, "webhook.test", rig.now(), source, "{\"test\":true}");
        rig.stores.events().put(event, rig.now(), List.of(endpoint.id()));
        return new One(rig.app, event.id(), endpoint.id(), 1);
    }
}
