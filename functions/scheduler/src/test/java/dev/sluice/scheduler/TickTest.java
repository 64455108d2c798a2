package dev.sluice.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDeadLetterQueue;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.function.InvocationContext;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.Audit;
import dev.sluice.wake.AuditLog;
import dev.sluice.wake.InMemoryPointers;
import dev.sluice.wake.InMemoryStores;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeIndex;
import dev.sluice.wake.WakeListener;
import dev.sluice.wake.WakeLoop;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TickTest {

    private static final Faults.Fault NONE = (method, arguments) -> {};

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryStores stores = InMemoryStores.of(clock);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final InMemoryDeadLetterQueue deadLetters = new InMemoryDeadLetterQueue();
    private final AppId app = Samples.app();
    private final Endpoint endpoint = Samples.endpoint(app, Samples.NOON);

    private One lost;
    private One due;

    /** An event whose message was lost a quarter of an hour ago, and a retry that is due. */
    @BeforeEach
    void givenWork() {
        stores.applications().create(Samples.application(app));
        stores.endpoints().create(endpoint);
        Event event = Samples.event(app, clock.instant());
        stores.events().put(event, clock.instant(), List.of(endpoint.id()));
        lost = One.of(DeliveryKey.of(app, event.id(), endpoint.id()), 1);
        clock.advance(Duration.ofMinutes(17));
        Delivery first = Samples.first(app, endpoint.id(), clock.instant());
        stores.deliveries().write(null, Samples.failedOnce(first, clock.instant(), Delivery.Wait.ROW, clock.instant()));
        due = One.of(first.key(), 1);
    }

    private Tick tick(Faults.Fault inWaking, Faults.Fault inAudit) {
        WakeLoop wakes = new WakeLoop(
                Faults.in(WakeIndex.class, stores.wakeIndex(), inWaking),
                stores.held(),
                stores.health(),
                stores.rates(),
                stores.deliveries(),
                queue,
                deadLetters,
                WakeListener.NONE);
        Audit audit = new Audit(
                stores.applications(),
                stores.events(),
                stores.deliveries(),
                Faults.in(AuditLog.class, stores.auditLog(), inAudit),
                queue);
        PointerCleaning pointers =
                new PointerCleaning(stores.dead(), stores.deliveries(), new InMemoryPointers(deadLetters));
        Unresolved unresolved = new Unresolved(stores.dead(), stores.indexed(), stores.health());
        Vitals vitals = new Vitals(new Metrics(), stores.wakeIndex(), queue, queue);
        return new Tick(wakes, pointers, unresolved, audit, vitals, clock);
    }

    @Test
    void aTickWakesAndAudits() {
        tick(NONE, NONE).run("scheduler", () -> true);

        assertThat(queue.take()).containsExactly(due, lost);
    }

    @Test
    void theAuditHasItsTurnEvenIfTheWakingFails() {
        assertThatThrownBy(() -> tick(Faults.first(1, "due"), NONE).run("scheduler", () -> true))
                .hasMessage("due fails");

        assertThat(queue.take()).contains(lost);
        assertThat(stores.auditLog().auditedUntil()).isPresent();
    }

    @Test
    void whatTheAuditFailsOnIsWokenAllTheSame() {
        assertThatThrownBy(() -> tick(NONE, Faults.first(1, "forEachEvent")).run("scheduler", () -> true))
                .hasMessage("forEachEvent fails");

        assertThat(queue.take()).containsExactly(due);
        assertThat(stores.auditLog().auditedUntil())
                .as("to be audited by the next tick")
                .isEmpty();
    }

    @Test
    void withoutTimeNoWindowIsBegun() {
        tick(NONE, NONE).run("scheduler", () -> false);

        assertThat(queue.take()).containsExactly(due);
        assertThat(stores.auditLog().auditedUntil()).isEmpty();
    }

    @Test
    void theHandlerLeavesTheAuditTheTimeItNeeds() {
        SchedulerHandler handler = new SchedulerHandler(tick(NONE, NONE));

        handler.handleRequest(new ScheduledEvent(), new InvocationContext("scheduler", "1", Duration.ofSeconds(10)));
        assertThat(queue.take()).containsExactly(due);

        handler.handleRequest(new ScheduledEvent(), new InvocationContext("scheduler", "2", Duration.ofMinutes(1)));
        assertThat(queue.take()).containsExactly(lost);
    }
}
