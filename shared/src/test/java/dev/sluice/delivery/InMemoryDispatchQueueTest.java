package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.emulators.time.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryDispatchQueueTest extends DispatchQueueContract {

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private final InMemoryDispatchQueue queue = new InMemoryDispatchQueue(clock);

    @Override
    protected DispatchQueue queue() {
        return queue;
    }

    @Override
    protected List<DispatchMessage> take(int number) {
        return queue.take();
    }

    @Override
    protected boolean isEmptyNow() {
        return queue.take().isEmpty();
    }

    @Test
    void givesADelayedMessageAtItsWholeSecond() {
        One message = One.of(
                Samples.first(Samples.app(), Samples.endpointId(), Samples.NOON).key(), 1);
        queue.send(List.of(new Delayed(message, Duration.ofSeconds(5).plusNanos(1))));

        clock.advance(Duration.ofMillis(5_999));
        assertThat(queue.take()).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(queue.take()).containsExactly(message);
    }
}
