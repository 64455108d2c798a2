package dev.sluice.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries that died and are held for a redrive. */
class RedriveTest {

    private final Simulation simulation = new Simulation(4);
    private final Rig rig = simulation.rig;

    @Test
    void aRedriveGoesOutOnTheRamp() {
        List<One> messages = redriven(rig.endpoint(), 400);

        List<Integer> eachMinute = minutes(5);

        assertThat(eachMinute.getFirst()).isEqualTo(60);
        assertThat(eachMinute.get(1)).isBetween(115, 120);
        assertThat(eachMinute.get(2)).isLessThanOrEqualTo(240);
        assertThat(rig.receiver.requests()).hasSize(400);
        assertThat(messages).extracting(rig::status).hasOnlyElementsOfType(Status.Delivered.class);
    }

    @Test
    void anEndpointsRateIsThatOfItsRedrive() {
        Endpoint endpoint = rig.endpoint((_, settings) -> settings.rateLimit(1));
        redriven(endpoint, 200);

        assertThat(minutes(5)).allSatisfy(number -> assertThat(number).isLessThanOrEqualTo(61));
        assertThat(rig.receiver.requests()).hasSize(200);
    }

    @Test
    void anEndpointThatStillFailsMeetsItsBreaker() {
        rig.receiver.always(_ -> ScriptedReceiver.answer(500));
        List<One> messages = redriven(rig.endpoint(), 400);

        simulation.run(Duration.ofMinutes(10));

        assertThat(rig.receiver.requests()).hasSizeLessThan(30);
        assertThat(messages)
                .extracting(rig::status)
                .doesNotHaveAnyElementsOfTypes(Status.Dead.class, Status.Delivered.class);
    }

    @Test
    void theSameIdAndTheSameBytesAreSent() {
        rig.receiver.then(500, 500, 500, 500);
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        rig.queue.sendAll(List.of(message));
        simulation.run(Duration.ofHours(3));
        Delivery dead = rig.stores.deliveries().row(message.key()).orElseThrow();
        assertThat(dead.status()).isInstanceOf(Status.Dead.class);

        hold(endpoint, List.of(dead));
        simulation.run(Duration.ofMinutes(2));

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.receiver.requests()).hasSize(5);
        assertThat(rig.receiver.requests())
                .extracting(request -> new String(request.body(), UTF_8))
                .containsOnly(new String(rig.receiver.requests().getFirst().body(), UTF_8));
    }

    private List<Integer> minutes(int number) {
        return IntStream.range(0, number)
                .map(_ -> {
                    int before = rig.receiver.requests().size();
                    simulation.run(Duration.ofMinutes(1));
                    return rig.receiver.requests().size() - before;
                })
                .boxed()
                .toList();
    }

    private List<One> redriven(Endpoint endpoint, int number) {
        List<One> messages = new ArrayList<>();
        List<Delivery> dead = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            One message = rig.accept(endpoint);
            messages.add(message);
            Delivery row = Delivery.first(
                            message.key(),
                            1,
                            rig.stores.events().find(message.key().event()).orElseThrow(),
                            rig.now())
                    .dead(new Cause(Cause.Reason.RETRIES_EXHAUSTED, "status", 500), rig.now());
            rig.stores.deliveries().write(null, row);
            dead.add(row);
        }
        hold(endpoint, dead);
        return messages;
    }

    private void hold(Endpoint endpoint, List<Delivery> dead) {
        dead.forEach(row -> rig.stores.deliveries().write(row, row.again(HoldReason.REDRIVE, rig.now())));
        rig.stores.held().wakeBy(rig.app, endpoint.id(), rig.now());
    }
}
