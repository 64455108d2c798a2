package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static Endpoint endpoint(Rig rig, int perSecond) {
        Endpoint endpoint = rig.endpoint();
        Endpoint limited = endpoint.withSettings(
                endpoint.settings().change().rateLimit(perSecond).done(), endpoint.updatedAt());
        rig.stores.endpoints().replace(endpoint, limited);
        return limited;
    }

    private static List<One> accept(Rig rig, Endpoint endpoint, int number) {
        List<One> messages = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            messages.add(rig.accept(endpoint));
        }
        return messages;
    }

    @Test
    void asManyAsASecondHasPlacesGoAndTheOthersAreSentAgainForTheirs() {
        Rig rig = new Rig();
        List<One> messages = accept(rig, endpoint(rig, 3), 8);

        assertThat(rig.isDone(messages.toArray(One[]::new))).isTrue();

        assertThat(rig.receiver.requests()).hasSize(3);
        assertThat(rig.queue.waiting())
                .extracting(delayed -> delayed.delay().toSeconds())
                .containsExactlyInAnyOrder(1L, 1L, 1L, 2L, 2L);
        assertThat(rig.queue.waiting())
                .extracting(delayed -> ((One) delayed.message()).isPlaced())
                .containsOnly(true);
        assertThat(rig.told.acknowledged()).containsOnly("rate").hasSize(5);
    }

    @Test
    void whatWouldWaitLongerThanAMinuteIsHeld() {
        Rig rig = new Rig();
        Endpoint endpoint = endpoint(rig, 1);
        List<One> messages = accept(rig, endpoint, 70);

        messages.forEach(rig::isDone);

        assertThat(rig.queue.waiting()).hasSize(60);
        assertThat(messages)
                .filteredOn(
                        message -> rig.stores.deliveries().row(message.key()).isPresent()
                                && rig.status(message) instanceof Status.Held(HoldReason reason, var _, var _)
                                && reason == HoldReason.RATE)
                .hasSize(9);
    }

    @Test
    void aRetryTakesAPlaceOfItsOwn() {
        Rig rig = new Rig();
        Endpoint endpoint = endpoint(rig, 1);
        One placed = rig.accept(endpoint).placed();
        rig.receiver.then(500);
        rig.handle(rig.receive(placed, 1));
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(rig.accept(endpoint)); // which takes the second's only place

        assertThat(rig.handle(rig.receive(placed, 2))).isEmpty();

        assertThat(rig.receiver.requests()).hasSize(2);
        assertThat(rig.queue.waiting()).hasSize(1);
    }

    @Test
    void aMessageWithAPlaceAndOneWithoutInABatchAreOneAttempt() {
        Rig rig = new Rig();
        One message = rig.accept(endpoint(rig, 10));

        rig.isDone(message, message.placed());

        assertThat(rig.receiver.requests()).hasSize(1);
    }

    @Test
    void anEndpointWithoutARateNeverWaits() {
        Rig rig = new Rig();
        List<One> messages = accept(rig, rig.endpoint(), 100);

        messages.forEach(rig::isDone);

        assertThat(rig.receiver.requests()).hasSize(100);
        assertThat(rig.queue.waiting()).isEmpty();
    }

    /** Twice as many as it takes for five minutes: all come, ten a second for ten minutes, through four containers. */
    @Test
    void tenASecondAreTenASecondWhoeverSendsThem() {
        Simulation simulation = new Simulation(4);
        Rig rig = simulation.rig;
        Endpoint endpoint = endpoint(rig, 10);
        Map<Long, Integer> arrived = new TreeMap<>();
        rig.receiver.always(request -> {
            synchronized (arrived) {
                arrived.merge(rig.now().getEpochSecond(), 1, Integer::sum);
            }
            return ScriptedReceiver.answer(200);
        });

        simulation.run(
                Duration.ofMinutes(5),
                () -> accept(rig, endpoint, 20)
                        .forEach(message -> rig.queue.sendAll(List.<DispatchMessage>of(message))));
        long end = rig.now().getEpochSecond();
        IntSummaryStatistics whileTheyCame = statistics(arrived, 0, end);
        simulation.run(Duration.ofMinutes(10));

        assertThat(whileTheyCame.getAverage()).isBetween(9.0, 10.0);
        assertThat(statistics(arrived, end, end + 240).getAverage())
                .as("what was held meanwhile")
                .isBetween(9.0, 10.0);
        assertThat(arrived.values()).allSatisfy(each -> assertThat(each).isLessThanOrEqualTo(10));
        assertThat(arrived.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(6_000);
        assertThat(rig.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Delivered.class));
    }

    private static IntSummaryStatistics statistics(Map<Long, Integer> arrived, long from, long to) {
        return arrived.entrySet().stream()
                .filter(entry -> entry.getKey() >= from && entry.getKey() < to)
                .mapToInt(Map.Entry::getValue)
                .summaryStatistics();
    }
}
