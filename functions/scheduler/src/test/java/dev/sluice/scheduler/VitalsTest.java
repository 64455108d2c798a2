package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.telemetry.Metrics;
import dev.sluice.telemetry.Printed;
import dev.sluice.wake.Audit;
import dev.sluice.wake.InMemoryPointers;
import dev.sluice.wake.InMemoryStores;
import dev.sluice.wake.NotedDeadLetterQueue;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VitalsTest {

    private static List<String> lines;

    /** Two ticks of the real handler over the twins: one that finds something of everything, and one a minute later. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            SettableClock clock = new SettableClock(Samples.NOON);
            InMemoryStores stores = InMemoryStores.of(clock);
            InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
            InMemoryDispatchQueue slowQueue = new InMemoryDispatchQueue(clock);
            AppId app = Samples.app();
            Endpoint endpoint = Samples.endpoint(app, Samples.NOON);
            stores.applications().create(Samples.application(app));
            stores.endpoints().create(endpoint);
            Event lost = Samples.event(app, clock.instant());
            stores.events().put(lost, clock.instant(), List.of(endpoint.id()));
            clock.advance(Duration.ofMinutes(17));
            Delivery late = row(stores, app, endpoint, clock);
            row(stores, app, endpoint, clock);
            hold(stores, row(stores, app, endpoint, clock), clock);
            hold(stores, row(stores, app, endpoint, clock), clock);
            Delivery dead = row(stores, app, endpoint, clock);
            InMemoryDeadLetterQueue deadLetters = new InMemoryDeadLetterQueue();
            new NotedDeadLetterQueue(deadLetters, stores.dead(), clock).add(dead.pointer());
            stores.deliveries().write(dead, dead.dead(Cause.without(Cause.Reason.POISON), clock.instant()));
            slowQueue.send(List.of(new Delayed(One.of(late.key(), 1), Duration.ZERO)));
            clock.advance(Duration.ofSeconds(95));

            Metrics metrics = new Metrics();
            WakeLoop wakes = new WakeLoop(
                    stores.wakeIndex(),
                    stores.held(),
                    stores.health(),
                    stores.rates(),
                    stores.deliveries(),
                    queue,
                    deadLetters,
                    new WakeLog(metrics));
            Audit audit =
                    new Audit(stores.applications(), stores.events(), stores.deliveries(), stores.auditLog(), queue);
            PointerCleaning pointers =
                    new PointerCleaning(stores.dead(), stores.deliveries(), new InMemoryPointers(deadLetters));
            Unresolved unresolved = new Unresolved(stores.dead(), stores.indexed(), stores.health());
            Vitals vitals = new Vitals(metrics, stores.unfinished(), queue, slowQueue);
            SchedulerHandler handler =
                    new SchedulerHandler(new Tick(wakes, pointers, unresolved, audit, vitals, clock));
            for (int i = 0; i < 2; i++) {
                handler.handleRequest(
                        new ScheduledEvent(), new InvocationContext("the-scheduler", "1", Duration.ofMinutes(2)));
                clock.advance(Duration.ofMinutes(1));
            }
        }

        private static Delivery row(InMemoryStores stores, AppId app, Endpoint endpoint, SettableClock clock) {
            Delivery row = Samples.failedOnce(
                    Samples.first(app, endpoint.id(), clock.instant()),
                    clock.instant(),
                    Delivery.Wait.ROW,
                    clock.instant());
            stores.deliveries().write(null, row);
            return row;
        }

        private static void hold(InMemoryStores stores, Delivery row, SettableClock clock) {
            stores.deliveries().write(row, row.held(HoldReason.PAUSED, clock.instant()));
        }
    }

    @BeforeAll
    static void print() throws Exception {
        lines = Printed.by(Program.class);
    }

    private static List<String> of(String event) {
        return lines.stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    @Test
    void aTickPublishesHowEverythingDoes() {
        assertThat(of("metrics").getFirst())
                .endsWith(
                        "\"FunctionName\":\"the-scheduler\",\"Backlog\":3,\"DeadUnresolved\":1,\"Held\":2,\"InFlight\":0,\"LedgerGap\":1,"
                                + "\"OldestPending\":95,\"Pending\":3,\"SlowBacklog\":1,\"SlowInFlight\":0,\"Woken\":2}");
    }

    @Test
    void theGapIsPublishedWithEachWindowAndWithNothingElse() {
        assertThat(of("metrics")).hasSize(2).last().asString().doesNotContain("LedgerGap");
    }

    @Test
    void whatWasWokenIsNotLateYet() {
        assertThat(of("metrics").getLast()).contains("\"OldestPending\":0,");
    }

    @Test
    void everyDeliveryThatIsWokenIsALine() {
        assertThat(of("woken"))
                .hasSize(2)
                .allSatisfy(line ->
                        assertThat(line).contains("\"application\":\"app_", "\"message\":\"msg_", "\"due\":\""));
    }
}
