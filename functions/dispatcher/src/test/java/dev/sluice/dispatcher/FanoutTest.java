package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages for several endpoints. */
class FanoutTest {

    private final Rig rig = new Rig();

    /** An event for these endpoints; the first message of its tree. */
    private Split accept(List<EndpointId> endpoints) {
        Event event = Samples.event(rig.app, rig.now());
        rig.stores.events().put(event, rig.now(), endpoints);
        return new Split(rig.app, event.id(), 0, endpoints.size());
    }

    private static List<One> each(Split split, List<EndpointId> endpoints) {
        return endpoints.stream()
                .map(endpoint -> new One(split.app(), split.event(), endpoint, 1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 11, 100})
    void upToAHundredEndpointsGetAMessageEach(int number) {
        List<EndpointId> endpoints = Samples.endpointIds(number);
        Split split = accept(endpoints);

        assertThat(rig.isDone(split)).isTrue();

        assertThat(rig.queue.take()).containsExactlyElementsOf(each(split, endpoints));
    }

    @Test
    void theHundredthAndFirstMakesStretches() {
        Split split = accept(Samples.endpointIds(101));

        assertThat(rig.isDone(split)).isTrue();

        assertThat(rig.queue.take())
                .hasSize(10)
                .startsWith(new Split(split.app(), split.event(), 0, 10))
                .endsWith(new Split(split.app(), split.event(), 90, 101));
    }

    @Test
    void manyAreSplitIntoTenStretchesUnread() {
        Split split = new Split(rig.app, Samples.event(rig.app, rig.now()).id(), 100, 5_000);

        assertThat(rig.isDone(split)).isTrue();

        assertThat(rig.queue.take())
                .hasSize(10)
                .startsWith(new Split(split.app(), split.event(), 100, 590))
                .endsWith(new Split(split.app(), split.event(), 4_510, 5_000));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 19, 20, 99, 100, 101, 250, 1_000})
    void everyEndpointIsDeliveredToOnce(int number) {
        List<EndpointId> endpoints =
                Stream.generate(rig::endpoint).limit(number).map(Endpoint::id).toList();
        List<DispatchMessage> messages = List.of(accept(endpoints));
        while (!messages.isEmpty()) {
            assertThat(rig.isDone(messages.toArray(DispatchMessage[]::new))).isTrue();
            messages = rig.queue.take();
        }

        List<Delivery> rows = rig.stores.deliveries().all();
        assertThat(rows)
                .hasSize(number)
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Delivered.class));
        assertThat(rows.stream().map(row -> row.key().id().endpoint())).containsExactlyInAnyOrderElementsOf(endpoints);
        assertThat(rig.receiver.requests()).hasSize(number);
    }

    @Test
    void aSplitThatTheQueueTakesInPartStays() {
        List<EndpointId> endpoints = Samples.endpointIds(10);
        Split split = accept(endpoints);
        rig.queue.refuse(message -> message instanceof One one && one.endpoint().equals(endpoints.get(4)));
        ReceivedMessage received = rig.receive(split);

        assertThat(rig.handle(received)).containsExactly(received.id());
        assertThat(rig.told.failures()).singleElement().isInstanceOf(DispatchQueue.NotAccepted.class);
        assertThat(rig.queue.take()).hasSize(9);

        rig.queue.refuse(message -> false);
        assertThat(rig.handle(received)).isEmpty();
        assertThat(rig.queue.take()).containsExactlyElementsOf(each(split, endpoints));
    }

    @Test
    void aSplitOfAnExpiredEventIsDone() {
        Split split = accept(Samples.endpointIds(10));
        rig.clock.advance(Duration.ofDays(30));

        assertThat(rig.isDone(split)).isTrue();

        assertThat(rig.told.acknowledged()).containsExactly("event_expired");
        assertThat(rig.queue.take()).isEmpty();
    }

    @Test
    void aSplitAndADeliveryShareABatch() {
        Split split = accept(Samples.endpointIds(3));
        One one = rig.accept(rig.endpoint());

        assertThat(rig.isDone(split, one)).isTrue();

        assertThat(rig.queue.take()).hasSize(3);
        assertThat(rig.status(one)).isInstanceOf(Status.Delivered.class);
    }
}
