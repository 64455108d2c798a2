package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Samples;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators are told of a dispatcher's work, and what they are told once more after a crash. */
class OperationsTest {

    private final Rig rig = new Rig();

    @BeforeEach
    void givenAnOperator() {
        rig.stores.endpoints().create(Samples.operator(rig.app, rig.now().minus(Duration.ofDays(1))));
    }

    private List<String> told() {
        return rig.stores.events().all().stream()
                .map(AcceptedEvent::event)
                .filter(event -> event.source().isOurs())
                .map(event -> event.type())
                .sorted()
                .toList();
    }

    @Test
    void aDeliveryThatDiesAndIsRedriven() {
        One message = rig.accept(rig.endpoint(RetrySchedule.parse("5s")));
        rig.receiver.then(500, 500);
        rig.isDone(message);
        assertThat(told()).isEmpty();
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(message);
        assertThat(told()).containsExactly("delivery.exhausted");

        rig.receiver.then(500, 200);
        One redrive = new One(rig.app, message.event(), message.endpoint(), 2);
        rig.isDone(redrive);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(redrive);

        assertThat(told()).containsExactly("delivery.exhausted", "delivery.recovered");
    }

    @Test
    void aDeathIsToldByTheMessageThatFindsIt() {
        Endpoint endpoint = rig.endpoint(RetrySchedule.parse("5s"));
        One message = rig.accept(endpoint);
        rig.receiver.then(500, 500);
        rig.isDone(message);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.deadLetters = _ -> {
            throw new IllegalStateException("dies behind the row");
        };
        Rig afterwards = rig;
        afterwards.isDone(message);
        rig.isDone(message); // nothing is remembered of a first time that was not told

        assertThat(told()).containsExactly("delivery.exhausted");
    }

    @Test
    void aGoneEndpointIsToldOnceHoweverManyAreHeldForIt() {
        Endpoint endpoint = rig.endpoint();
        rig.receiver.then(410);
        rig.isDone(rig.accept(endpoint));
        rig.clock.advance(Duration.ofSeconds(2));
        rig.isDone(rig.accept(endpoint), rig.accept(endpoint));

        assertThat(told()).containsExactly("endpoint.disabled");
    }

    @Test
    void whoeverIsHeldTellsOfADisablingThatWasNotTold() {
        Endpoint endpoint = rig.endpoint();
        Endpoint disabled = endpoint.withStatus(
                dev.sluice.endpoint.EndpointStatus.DISABLED, Endpoint.DisabledReason.GONE, rig.now());
        rig.stores.endpoints().replace(endpoint, disabled); // by a container that died behind it

        rig.isDone(rig.accept(endpoint));

        assertThat(told()).containsExactly("endpoint.disabled");
    }

    @Test
    void aBreakerThatOpensAndCloses() {
        Endpoint endpoint = rig.endpoint(RetrySchedule.parse("10h"));
        for (int i = 0; i < 5; i++) {
            rig.clock.advance(Duration.ofSeconds(1));
            rig.receiver.then(503);
            rig.isDone(rig.accept(endpoint));
        }
        assertThat(told()).containsExactly("endpoint.breaker_opened");

        for (int i = 0; i < 2; i++) {
            rig.clock.advance(Duration.ofMinutes(2));
            rig.receiver.then(200);
            rig.isDone(rig.accept(endpoint));
        }

        assertThat(told()).containsExactly("endpoint.breaker_closed", "endpoint.breaker_opened");
    }
}
