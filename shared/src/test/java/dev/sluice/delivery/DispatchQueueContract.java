package dev.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.DispatchMessage.Split;
import dev.sluice.delivery.DispatchQueue.Delayed;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DispatchQueue} does. */
public abstract class DispatchQueueContract {

    private final AppId app = Samples.app();
    private DispatchQueue queue;

    /** A new, empty queue. */
    protected abstract DispatchQueue queue();

    /** Receives and deletes this many messages; fails if they do not come. */
    protected abstract List<DispatchMessage> take(int number);

    /** Whether nothing can be received now. */
    protected abstract boolean isEmptyNow();

    @BeforeEach
    void open() {
        queue = queue();
    }

    @Test
    void givesBackEveryKindOfMessage() {
        One one = one();
        Split split = new Split(app, one.event(), 3, 5_000);

        queue.sendAll(List.of(one, split));

        assertThat(take(2)).containsExactlyInAnyOrder(one, split);
        assertThat(isEmptyNow()).isTrue();
    }

    @Test
    void sendsAnyNumberOfMessages() {
        List<DispatchMessage> messages =
                IntStream.range(0, 23).<DispatchMessage>mapToObj(i -> one()).toList();

        queue.sendAll(messages);

        assertThat(take(23)).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(isEmptyNow()).isTrue();
    }

    @Test
    void sendingNothingIsNothing() {
        queue.sendAll(List.of());

        assertThat(queue.send(List.of())).isEmpty();
        assertThat(isEmptyNow()).isTrue();
    }

    @Test
    void keepsBackWhatIsDelayed() {
        One now = one();

        List<Delayed> refused = queue.send(List.of(
                new Delayed(one(), Duration.ofMinutes(14)),
                new Delayed(one(), Duration.ofMinutes(20)), // the longest there is
                new Delayed(now, Duration.ofSeconds(-3)),
                new Delayed(one(), Duration.ofMinutes(15))));

        assertThat(refused).isEmpty();
        assertThat(take(1)).containsExactly(now);
        assertThat(isEmptyNow()).isTrue();
    }

    @Test
    void backlogIsWhatCanBeReceived() {
        assertThat(queue.backlog()).isZero();

        queue.sendAll(List.of(one(), one(), one()));
        queue.send(List.of(new Delayed(one(), Duration.ofMinutes(10))));

        assertThat(queue.backlog()).isEqualTo(3);
    }

    private One one() {
        return DispatchMessage.One.of(
                Samples.first(app, Samples.endpointId(), Samples.NOON).key(), 2);
    }
}
