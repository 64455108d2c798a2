package dev.sluice.emulators.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.emulators.ManualScheduler;
import dev.sluice.emulators.function.InvocationResult;
import dev.sluice.emulators.function.LambdaFunction;
import dev.sluice.emulators.schedule.ScheduleSource.Overlap;
import dev.sluice.emulators.schedule.ScheduleSource.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScheduleSourceTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.7Z");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<InvocationResult<?>> results = new CopyOnWriteArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private ScheduleSource source;

    @AfterEach
    void stop() {
        source.close();
    }

    @Test
    void functionIsInvokedAtTheRate() {
        List<ScheduledEvent> events = new CopyOnWriteArrayList<>();
        start(Overlap.ALLOWED, (event, _) -> {
            events.add(event);
            return null;
        });

        scheduler.advance(MINUTE.minusMillis(1));
        assertThat(events).isEmpty();
        scheduler.advance(MINUTE.multipliedBy(2));

        await().atMost(BOUND).until(() -> results.size() == 2);
        assertThat(results).allMatch(result -> result instanceof InvocationResult.Returned<?>);
        assertThat(events).extracting(ScheduledEvent::getId).doesNotHaveDuplicates();
        ScheduledEvent event = events.getFirst();
        assertThat(event.getSource()).isEqualTo("aws.events");
        assertThat(event.getDetailType()).isEqualTo("Scheduled Event");
        assertThat(event.getResources()).containsExactly("arn:aws:events:us-east-1:123456789012:rule/tick");
        assertThat(event.getDetail()).isEmpty();
        assertThat(event.toString()).contains("time: 2026-11-22T12:00:00.000Z");
    }

    @Test
    void exceptionsAreReportedAndTheNextTickComes() {
        start(Overlap.ALLOWED, (_, _) -> {
            throw new IllegalStateException("no");
        });

        scheduler.advance(MINUTE);
        scheduler.advance(MINUTE);

        await().atMost(BOUND).until(() -> results.size() == 2);
        assertThat(results)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                InvocationResult.Failed.class,
                                failed -> assertThat(failed.cause()).hasMessage("no")));
    }

    @Test
    void invocationsOverlapWhereThatIsAllowed() {
        start(Overlap.ALLOWED, this::waitAtTheGate);

        scheduler.advance(MINUTE.multipliedBy(3));

        await().atMost(BOUND).until(() -> begun.get() == 3);
        gate.countDown();
        await().atMost(BOUND).until(() -> results.size() == 3);
    }

    @Test
    void invocationsAreLeftOutWhereTheyWouldOverlap() {
        start(Overlap.SKIPPED, this::waitAtTheGate);

        scheduler.advance(MINUTE.multipliedBy(3));
        gate.countDown();
        await().atMost(BOUND).until(() -> results.size() == 1);
        assertThat(begun).hasValue(1);
        await().atMost(BOUND).until(() -> {
            scheduler.advance(MINUTE);
            return begun.get() > 1;
        });

        await().atMost(BOUND).until(() -> results.size() == begun.get());
    }

    @Test
    void closingInterruptsWithoutAReport() {
        start(Overlap.ALLOWED, this::waitAtTheGate);
        scheduler.advance(MINUTE);
        await().atMost(BOUND).until(() -> begun.get() == 1);

        source.close();
        scheduler.advance(MINUTE);

        assertThat(scheduler.waits()).isEmpty();
        assertThat(begun).hasValue(1);
        assertThat(results).isEmpty();
    }

    @Test
    void rateMustBePositive() {
        start(Overlap.ALLOWED, (_, _) -> null);

        assertThatThrownBy(() -> new Rule("tick", Duration.ZERO, Overlap.ALLOWED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate");
    }

    private Void waitAtTheGate(ScheduledEvent event, Object context) {
        begun.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void start(Overlap overlap, RequestHandler<ScheduledEvent, Void> handler) {
        source = ScheduleSource.start(
                new Rule("tick", MINUTE, overlap),
                new LambdaFunction<>("scheduler", Duration.ofMinutes(1), handler),
                scheduler,
                InstantSource.fixed(NOW),
                results::add);
    }
}
