package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery.Wait;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Faults;
import dev.sluice.delivery.InMemoryDispatchQueue;
import dev.sluice.delivery.RetryPolicy;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.time.SettableClock;
import dev.sluice.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrowdTest {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);
    private final Told told = new Told();
    private final Crowd crowd = new Crowd(queue, told, clock);

    @Test
    void aShortWaitIsTheMessagesUntilTheQueueIsFull() {
        queue.inFlight(Crowd.FULL - 1);
        assertThat(crowd.carrier(SHORT, 1)).isEqualTo(Wait.MESSAGE);

        queue.inFlight(Crowd.FULL);
        clock.advance(Crowd.FRESH);
        assertThat(crowd.carrier(SHORT, 1)).isEqualTo(Wait.ROW);

        queue.inFlight(0);
        clock.advance(Crowd.FRESH);
        assertThat(crowd.carrier(SHORT, 1)).isEqualTo(Wait.MESSAGE);
    }

    @Test
    void theQueueIsAskedOnceInTenSecondsAndOnlyForShortWaits() {
        AtomicInteger asked = new AtomicInteger();
        DispatchQueue counted = Faults.in(DispatchQueue.class, queue, (method, arguments) -> {
            if (method.equals("inFlight")) {
                asked.incrementAndGet();
            }
        });
        Crowd counting = new Crowd(counted, told, clock);

        counting.carrier(Duration.ofMinutes(30), 1);
        assertThat(asked).hasValue(0);
        counting.carrier(SHORT, 1);
        clock.advance(Crowd.FRESH.minusMillis(1));
        counting.carrier(SHORT, 1);
        assertThat(asked).hasValue(1);
        clock.advance(Duration.ofMillis(1));
        counting.carrier(SHORT, 1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void whereTheQueueCannotBeAskedWhatWasKnownCounts() {
        queue.inFlight(Crowd.FULL);
        Crowd failing = new Crowd(Faults.in(DispatchQueue.class, queue, Faults.first(1, "inFlight")), told, clock);

        assertThat(failing.carrier(SHORT, 1)).isEqualTo(Wait.MESSAGE);
        assertThat(told.failures()).hasSize(1);

        clock.advance(Crowd.FRESH);
        assertThat(failing.carrier(SHORT, 1)).isEqualTo(Wait.ROW);
    }

    @Test
    void inAFullQueueARetryIsItsRowsWhicheverQueueThatIs() {
        Rig rig = new Rig();
        rig.queue.inFlight(Crowd.FULL);
        One fast = rig.accept(rig.endpoint());
        One slow = rig.accept(rig.endpoint());
        rig.receiver.then(500, 500);

        assertThat(rig.handle(rig.receive(fast))).isEmpty(); // acknowledged: the scheduler wakes it
        assertThat(rig.handle(Rig.bySlowQueue(rig.receive(slow)))).hasSize(1);

        assertThat(rig.row(fast).wakeAt()).isEqualTo(rig.now().plus(SHORT));
        assertThat(rig.waits).hasSize(1);
    }

    /**
     * 130,000 deliveries, 400 a second, that fail for ever; the queue's number is a minute old. Beyond 60,000 in flight, half of what SQS
     * allows, everybody's deliveries would be in danger.
     */
    @Test
    void whateverFailsTheQueueStaysHalfEmpty() {
        int rate = 400;
        int all = 130_000;
        Random random = new Random(20261125);
        RetryPolicy policy = new RetryPolicy(RetrySchedule.DEFAULT, true);
        AttemptResult failure = new AttemptResult.Failed(AttemptResult.Kind.CONNECT, false, "refused");
        Deque<Integer> lastMinute = new ArrayDeque<>();
        PriorityQueue<Due> due = new PriorityQueue<>();
        int inFlight = 0;
        int most = 0;
        int parked = 0;
        for (int second = 0; second < 2_000; second++) {
            Instant now = clock.instant();
            for (int i = 0; i < rate && second * rate + i < all; i++) {
                due.add(new Due(now, 1, false));
            }
            while (!due.isEmpty() && !due.peek().at().isAfter(now)) {
                Due one = due.remove();
                inFlight -= one.byMessage() ? 1 : 0;
                if (policy.decide(one.attempt(), failure, now, random) instanceof Decision.RetryAt(Instant at)) {
                    boolean byMessage = crowd.carrier(Duration.between(now, at), one.attempt()) == Wait.MESSAGE;
                    inFlight += byMessage ? 1 : 0;
                    parked += byMessage || one.attempt() > 2 ? 0 : 1;
                    due.add(new Due(at, one.attempt() + 1, byMessage));
                }
            }
            most = Math.max(most, inFlight);
            lastMinute.add(inFlight);
            if (lastMinute.size() > 60) {
                queue.inFlight(lastMinute.remove());
            }
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(most).isBetween((int) Crowd.FULL, 60_000).isLessThanOrEqualTo(rate * 305);
        assertThat(parked).as("short waits that were parked").isGreaterThan(50_000);
    }

    private record Due(Instant at, int attempt, boolean byMessage) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at.compareTo(other.at);
        }
    }
}
