package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.Subscription;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.wake.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationalEventsTest {

    private static final Instant NOW = Samples.NOON;

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final AppId app = Samples.app();
    private final Endpoint customer = Samples.endpoint(app, NOW.minusSeconds(60));
    private final Endpoint operator = Samples.operator(app, NOW.minusSeconds(60));
    private final OperationalEvents events = container();

    /** What another container has: nothing is remembered there. */
    private OperationalEvents container() {
        Subscriptions subscriptions = new Subscriptions(stores.endpoints());
        return new OperationalEvents(subscriptions, new Acceptor(subscriptions, stores.events(), queue));
    }

    @BeforeEach
    void givenACustomersAndAnOperatorsEndpoint() {
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(customer);
        stores.endpoints().create(operator);
    }

    private List<Event> told() {
        return stores.events().all().stream().map(AcceptedEvent::event).toList();
    }

    private Event onlyTold() {
        assertThat(told()).hasSize(1);
        return told().getFirst();
    }

    private Endpoint disabled(Endpoint endpoint) {
        return endpoint.withStatus(EndpointStatus.DISABLED, DisabledReason.GONE, NOW);
    }

    private static Breaker open() {
        Breaker breaker = Breaker.CLOSED;
        for (int i = 4; i >= 0; i--) {
            breaker = breaker.failed(NOW.minusSeconds(i));
        }
        return breaker;
    }

    private Delivery dead(Endpoint endpoint) {
        return Samples.first(app, endpoint.id(), NOW)
                .dead(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 503), NOW);
    }

    @Test
    void anEndpointThatIsDisabledIsToldToTheOperatorAlone() {
        events.disabled(disabled(customer), NOW);

        assertThat(onlyTold().type()).isEqualTo("endpoint.disabled");
        assertThat(onlyTold().source().kind()).isEqualTo("sluice");
        assertThat(onlyTold().createdAt()).isEqualTo(NOW);
        assertThat(onlyTold().data())
                .isEqualTo("{\"endpoint\":\"" + customer.id()
                        + "\",\"reason\":\"gone\",\"disabled_at\":\"2026-03-02T12:00:00.250Z\"}");
        assertThat(queue.take()).containsExactly(new One(app, onlyTold().id(), operator.id(), 1));
    }

    @Test
    void whatIsToldAgainIsTheSameEvent() {
        events.disabled(disabled(customer), NOW);
        container().disabled(disabled(customer), NOW.plusSeconds(30));

        assertThat(told()).hasSize(1);
    }

    @Test
    void oneContainerTellsOnce() {
        events.disabled(disabled(customer), NOW);
        queue.take();
        events.disabled(disabled(customer), NOW.plusSeconds(30));

        assertThat(queue.take()).isEmpty();
    }

    @Test
    void whatIsLongAgoIsNotNews() {
        events.disabled(disabled(customer), NOW.plus(Duration.ofMinutes(11)));
        events.breakerOpened(customer, open(), NOW.plus(Duration.ofMinutes(11)));

        assertThat(told()).isEmpty();
    }

    @Test
    void anEndpointThatIsNotDisabledIsNoNews() {
        events.disabled(customer, NOW);
        events.disabled(customer.withStatus(EndpointStatus.PAUSED, null, NOW), NOW);

        assertThat(told()).isEmpty();
    }

    @Test
    void aBreakerIsToldWhenItOpensAndWhenItCloses() {
        Breaker open = open();
        events.breakerOpened(customer, open, NOW);
        events.breakerClosed(customer, open, NOW.plusSeconds(70));

        assertThat(told())
                .extracting(Event::type, Event::data)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                "endpoint.breaker_opened",
                                "{\"endpoint\":\"" + customer.id()
                                        + "\",\"failing_since\":\"2026-03-02T11:59:56.250Z\","
                                        + "\"probe_at\":\"2026-03-02T12:01:00.250Z\"}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "endpoint.breaker_closed",
                                "{\"endpoint\":\"" + customer.id()
                                        + "\",\"failing_since\":\"2026-03-02T11:59:56.250Z\"}"));
    }

    @Test
    void aBreakerThatProbesWasToldOfBefore() {
        events.breakerOpened(customer, open().probing(NOW.plusSeconds(60)), NOW.plusSeconds(60));
        events.breakerOpened(customer, Breaker.CLOSED, NOW);

        assertThat(told()).isEmpty();
    }

    @Test
    void aDeadDeliveryIsToldWithItsCause() {
        Delivery dead = dead(customer);
        events.exhausted(dead, NOW);

        assertThat(onlyTold().type()).isEqualTo("delivery.exhausted");
        assertThat(onlyTold().data())
                .isEqualTo("{\"delivery\":\"" + dead.key().id() + "\",\"event\":\""
                        + dead.key().id().event()
                        + "\",\"type\":\"email.bounced\",\"endpoint\":\"" + customer.id()
                        + "\",\"series\":1,\"attempts_made\":0,"
                        + "\"cause\":{\"reason\":\"retries_exhausted\",\"failure\":\"status\",\"status\":503},"
                        + "\"dead_at\":\"2026-03-02T12:00:00.250Z\"}");
    }

    @Test
    void aRedriveThatDeliversHasRecovered() {
        Delivery failed = Samples.failedOnce(Samples.first(app, customer.id(), NOW), NOW, Delivery.Wait.ROW, NOW);
        Delivery again =
                failed.dead(Cause.without(Cause.Reason.HELD_TOO_LONG), NOW).nextSeries(NOW);
        Delivery delivered = again.after(Samples.success(again, NOW), new Decision.Delivered(), Delivery.Wait.ROW, NOW);
        events.delivered(delivered, NOW);

        assertThat(onlyTold().type()).isEqualTo("delivery.recovered");
        assertThat(onlyTold().data()).contains("\"series\":2,\"attempts_made\":1,\"delivered_at\":");
    }

    @Test
    void aFirstDeliveryAndAReplayOfOneHaveNotRecovered() {
        Delivery first = Samples.first(app, customer.id(), NOW);
        Delivery delivered = first.after(Samples.success(first, NOW), new Decision.Delivered(), Delivery.Wait.ROW, NOW);
        Delivery again = delivered.nextSeries(NOW);
        events.delivered(delivered, NOW);
        events.delivered(
                again.after(Samples.success(again, NOW), new Decision.Delivered(), Delivery.Wait.ROW, NOW), NOW);

        assertThat(told()).isEmpty();
    }

    @Test
    void nothingIsToldOfAnOperatorsEndpointOrItsDeliveries() {
        events.disabled(disabled(operator), NOW);
        events.breakerOpened(operator, open(), NOW);
        events.breakerClosed(operator, open(), NOW);
        events.exhausted(dead(operator), NOW);

        assertThat(told()).isEmpty();
    }

    @Test
    void whatNoOperatorWantsIsNotStored() {
        stores.endpoints()
                .replace(
                        operator,
                        operator.withSettings(
                                operator.settings()
                                        .change()
                                        .subscription(new Subscription(List.of("delivery.*")))
                                        .done(),
                                NOW));
        events.disabled(disabled(customer), NOW);
        assertThat(told()).isEmpty();

        events.exhausted(dead(customer), NOW);
        assertThat(told()).hasSize(1);
    }

    @Test
    void ordinaryEventsAreNotForOperators() {
        Subscriptions subscriptions = new Subscriptions(stores.endpoints());
        new Acceptor(subscriptions, stores.events(), queue).accept(Samples.event(app, NOW), NOW);

        assertThat(stores.events().all().getFirst().firstEndpoints()).containsExactly(customer.id());
    }

    @Test
    void whatFailsToBeToldFailsNobody() {
        Subscriptions subscriptions = new Subscriptions(stores.endpoints());
        EventStore broken = Faults.in(EventStore.class, stores.events(), Faults.first(1, "put"));
        OperationalEvents failing = new OperationalEvents(subscriptions, new Acceptor(subscriptions, broken, queue));

        failing.exhausted(dead(customer), NOW);
        assertThat(told()).isEmpty();

        failing.exhausted(dead(customer), NOW);
        assertThat(told()).as("nor is it taken for told").hasSize(1);
    }
}
