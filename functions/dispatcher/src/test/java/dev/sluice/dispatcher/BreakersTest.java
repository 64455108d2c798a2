package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Race;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.Health;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakersTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Rig rig = new Rig();

    private Breaker breaker(Rig of, Endpoint endpoint) {
        return of.stores
                .health()
                .find(of.app, endpoint.id())
                .orElseThrow()
                .health()
                .breaker();
    }

    /** An endpoint that failed five times, a second apart. */
    private Endpoint open() {
        Endpoint endpoint = rig.endpoint();
        for (int i = 0; i < Breaker.FAILURES_TO_OPEN; i++) {
            rig.receiver.then(503);
            rig.isDone(rig.accept(endpoint));
            rig.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(breaker(rig, endpoint).isOpen()).isTrue();
        return endpoint;
    }

    @Test
    void behindAnOpenBreakerADeliveryIsHeldAndLookedAtWhenAProbeMayGo() {
        Endpoint endpoint = open();
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.BREAKER, rig.now()));
        assertThat(rig.row(message).attempts()).isZero();
        assertThat(rig.receiver.requests()).hasSize(5);
        assertThat(rig.told.breakers()).containsExactly("opened");
        assertThat(rig.stores
                        .held()
                        .take(rig.app, endpoint.id(), breaker(rig, endpoint).openUntil(), rig.now()))
                .isPresent();
    }

    @Test
    void aRetryIsHeldToo() {
        Endpoint endpoint = rig.endpoint();
        One message = rig.accept(endpoint);
        for (int i = 0; i < 5; i++) {
            rig.receiver.then(500);
            rig.isDone(i == 0 ? message : rig.accept(endpoint));
            rig.clock.advance(Duration.ofSeconds(1));
        }

        rig.isDone(message);

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.BREAKER, rig.now()));
        assertThat(rig.row(message).attempts()).isEqualTo(1);
    }

    @Test
    void otherEndpointsAreNotConcerned() {
        open();
        One message = rig.accept(rig.endpoint());

        rig.isDone(message);

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    @Test
    void ofManyThatComeWhenAProbeMayGoOneIsMade() throws Exception {
        Endpoint endpoint = open();
        rig.clock.advance(MINUTE);
        List<One> messages = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            messages.add(rig.accept(endpoint));
        }
        List<Dispatcher> containers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            containers.add(new Dispatcher(rig.ports()));
        }
        for (int i = 0; i < 40; i++) {
            rig.receiver.then(503);
        }

        Race.of(4, container -> () -> {
            List<ReceivedMessage> batch = messages.subList(container * 10, container * 10 + 10).stream()
                    .map(rig::receive)
                    .toList();
            return containers.get(container).handle(batch, Rig.AMPLE);
        });

        assertThat(rig.receiver.requests()).as("five failures and the probe").hasSize(6);
        assertThat(messages)
                .allSatisfy(message -> assertThat(rig.status(message)).isInstanceOf(Status.Held.class));
    }

    @Test
    void aProbeThatFailsHasCostNoneOfItsSchedule() {
        Endpoint endpoint = open();
        rig.clock.advance(MINUTE);
        One message = rig.accept(endpoint);
        rig.receiver.then(503);

        assertThat(rig.isDone(message)).isTrue();

        Delivery row = rig.row(message);
        assertThat(row.status()).isEqualTo(new Status.Held(HoldReason.BREAKER, rig.now()));
        assertThat(row.attempts()).isEqualTo(1);
        assertThat(row.probes()).isEqualTo(1);
        assertThat(row.turn()).isEqualTo(1);
        assertThat(rig.waits).as("no message waits").hasSize(5);
    }

    @Test
    void aProbeOfWhichNoRetryIsLeftIsHeldAsWell() {
        Endpoint endpoint = rig.endpoint(RetrySchedule.parse(""));
        for (int i = 0; i < 5; i++) {
            rig.receiver.then(503);
            rig.isDone(rig.accept(endpoint));
            rig.clock.advance(Duration.ofSeconds(1));
        }
        rig.clock.advance(MINUTE);
        One message = rig.accept(endpoint);
        rig.receiver.then(503);

        rig.isDone(message);

        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.BREAKER, rig.now()));
    }

    @Test
    void twoProbesThatSucceedCloseIt() {
        Endpoint endpoint = open();
        rig.clock.advance(MINUTE);

        rig.isDone(rig.accept(endpoint));
        assertThat(breaker(rig, endpoint).isOpen()).isTrue();
        rig.isDone(rig.accept(endpoint));

        assertThat(breaker(rig, endpoint)).isEqualTo(Breaker.CLOSED);
        assertThat(rig.told.breakers()).containsExactly("opened", "closed");
    }

    @Test
    void whatTheTableDoesNotTakeIsNoFailureOfTheDelivery() {
        rig.health = Faults.in(HealthStore.class, rig.stores.health(), Faults.first(1, "replace"));
        One message = rig.accept(rig.endpoint());
        rig.receiver.then(500);

        rig.isDone(message);

        assertThat(rig.row(message).attempts()).isEqualTo(1);
        assertThat(rig.told.failures()).hasSize(1);
    }

    @Test
    void anEndpointThatDoesWellCostsNoWrite() {
        AtomicInteger writes = new AtomicInteger();
        rig.health = Faults.in(HealthStore.class, rig.stores.health(), (method, arguments) -> {
            if (!method.equals("find")) {
                writes.incrementAndGet();
            }
        });
        Endpoint endpoint = rig.endpoint();
        for (int i = 0; i < 20; i++) {
            rig.isDone(rig.accept(endpoint));
        }
        assertThat(writes).hasValue(0);
    }

    @Test
    void neitherARefusedAddressNorAnEndpointThatIsGoneIsCounted() {
        Endpoint refused = rig.endpoint();
        Endpoint gone = rig.endpoint();
        rig.receiver.then(request -> new AttemptResult.Failed(AttemptResult.Kind.ADDRESS_REFUSED, false, "private"));
        rig.isDone(rig.accept(refused));
        rig.receiver.then(410);
        rig.isDone(rig.accept(gone));

        assertThat(breaker(rig, refused)).isEqualTo(Breaker.CLOSED);
        assertThat(breaker(rig, gone)).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void anEndpointHalfOfWhoseAttemptsFailStaysClosed() {
        Simulation simulation = new Simulation(4);
        Rig four = simulation.rig;
        Endpoint endpoint = four.endpoint();
        AtomicInteger count = new AtomicInteger();
        simulation.run(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 20; i++) {
                four.receiver.then(request -> ScriptedReceiver.answer(count.incrementAndGet() % 2 == 0 ? 200 : 500));
                four.queue.sendAll(List.of(four.accept(endpoint)));
            }
        });

        assertThat(four.told.breakers()).isEmpty();
    }

    /** Two days, one event every ten minutes. Without a breaker each would be dead after eight attempts. */
    @Test
    void aReceiverThatIsAwayForTwoDaysGetsEverythingWhenItIsBack() {
        Simulation simulation = new Simulation(4);
        Rig four = simulation.rig;
        Endpoint endpoint = four.endpoint();
        Instant back = four.now().plus(Duration.ofDays(2));
        List<One> messages = new ArrayList<>();
        AtomicInteger requests = new AtomicInteger();
        four.receiver.always(request -> {
            requests.incrementAndGet();
            return ScriptedReceiver.answer(four.now().isBefore(back) ? 503 : 200);
        });

        simulation.run(Duration.ofDays(2), () -> {
            if (four.now().getEpochSecond() % 600 == 0) {
                One message = four.accept(endpoint);
                messages.add(message);
                four.queue.sendAll(List.of(message));
            }
        });
        assertThat(messages).hasSize(288);
        assertThat(requests.get()).as("about one every quarter of an hour").isBetween(180, 210);
        simulation.run(Duration.ofMinutes(30));

        assertThat(messages)
                .allSatisfy(message -> assertThat(four.status(message)).isInstanceOf(Status.Delivered.class));
        assertThat(four.deadLetterQueue.pointers()).isEmpty();
        assertThat(four.told.breakers()).containsExactly("opened", "closed");
    }

    @Test
    void nothingButFailuresForFiveDaysDisablesAnEndpoint() {
        Simulation simulation = new Simulation(2);
        Rig two = simulation.rig;
        Endpoint endpoint = two.endpoint();
        two.receiver.always(request -> ScriptedReceiver.answer(503));
        Runnable hourly = () -> {
            if (two.now().getEpochSecond() % 3_600 == 0) {
                two.queue.sendAll(List.of(two.accept(endpoint)));
            }
        };

        simulation.run(Duration.ofDays(5).minusMinutes(30), hourly);
        assertThat(two.stored(endpoint).status()).isEqualTo(EndpointStatus.ACTIVE);
        simulation.run(Duration.ofHours(3), hourly);

        assertThat(two.stored(endpoint).status()).isEqualTo(EndpointStatus.DISABLED);
        assertThat(two.told.disabled()).containsOnly(Map.entry(endpoint.id(), DisabledReason.FAILING));
        assertThat(two.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOfAny(Status.Held.class, Status.Dead.class));
    }

    @Test
    void anEndpointThatIsSetActiveAgainIsTriedAtOnce() {
        Endpoint endpoint = open();
        Endpoint disabled = rig.setStatus(endpoint, EndpointStatus.DISABLED);
        Endpoint active = rig.setStatus(disabled, EndpointStatus.ACTIVE);
        rig.clock.advance(Duration.ofSeconds(1));
        One message = rig.accept(active);

        rig.isDone(message);

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
        assertThat(rig.stores
                        .health()
                        .find(rig.app, endpoint.id())
                        .orElseThrow()
                        .health())
                .isEqualTo(Health.GOOD);
    }

    @Test
    void ofTenThousandHeldNeverMoreThanTheRampAllowsAreReleased() {
        Simulation simulation = new Simulation(4);
        Rig four = simulation.rig;
        Endpoint endpoint = four.endpoint();
        Instant back = four.now().plus(Duration.ofHours(1));
        Map<Long, AtomicInteger> perMinute = new ConcurrentSkipListMap<>();
        four.receiver.always(request -> {
            boolean isBack = !four.now().isBefore(back);
            if (isBack) {
                perMinute
                        .computeIfAbsent(Duration.between(back, four.now()).toMinutes(), minute -> new AtomicInteger())
                        .incrementAndGet();
            }
            return ScriptedReceiver.answer(isBack ? 200 : 503);
        });
        AtomicInteger seconds = new AtomicInteger();
        simulation.run(Duration.ofHours(1), () -> {
            if (seconds.incrementAndGet() <= 1_000) {
                for (int i = 0; i < 10; i++) {
                    four.queue.sendAll(List.of(four.accept(endpoint)));
                }
            }
        });
        simulation.run(Duration.ofMinutes(40));

        List<Integer> released =
                perMinute.values().stream().map(AtomicInteger::get).toList();
        assertThat(released.stream().mapToInt(Integer::intValue).sum()).isEqualTo(10_000);
        int allowed = 60;
        for (int each : released) {
            assertThat(each).isLessThanOrEqualTo(allowed);
            allowed = each < 60 ? 60 : Math.min(2 * allowed, 3_840);
        }
        assertThat(four.stores.deliveries().all())
                .allSatisfy(row -> assertThat(row.status()).isInstanceOf(Status.Delivered.class));
    }
}
