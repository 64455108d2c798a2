package dev.sluice.dispatcher;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.wake.WakeListener;
import dev.sluice.wake.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Several containers of the dispatcher and the scheduler's loop over the twins, second by second: what comes again comes again in its time,
 * and every minute is a tick.
 */
final class Simulation {

    private static final int BATCH = 10;

    final Rig rig = new Rig();
    private final List<Dispatcher> containers = new ArrayList<>();
    private final WakeLoop loop;
    private final PriorityQueue<Again> again = new PriorityQueue<>(Comparator.comparing(Again::at));
    private Instant nextTick = rig.now();
    private int turn;

    private record Again(ReceivedMessage received, Instant at) {}

    Simulation(int containers) {
        rig.visibility = (received, wait) -> {
            synchronized (again) {
                again.add(new Again(received, rig.now().plus(wait)));
            }
        };
        for (int i = 0; i < containers; i++) {
            this.containers.add(new Dispatcher(rig.ports()));
        }
        loop = new WakeLoop(
                rig.stores.wakeIndex(),
                rig.stores.held(),
                rig.stores.health(),
                rig.stores.rates(),
                rig.stores.deliveries(),
                rig.queue,
                rig.deadLetterQueue,
                WakeListener.NONE);
    }

    /** Lets this much time pass; {@code everySecond} comes before the second's messages. */
    void run(Duration time, Runnable everySecond) {
        Instant end = rig.now().plus(time);
        while (rig.now().isBefore(end)) {
            everySecond.run();
            if (!rig.now().isBefore(nextTick)) {
                loop.tick(rig.now());
                nextTick = rig.now().plus(Duration.ofMinutes(1));
            }
            deliver();
            rig.clock.advance(Duration.ofSeconds(1));
        }
    }

    void run(Duration time) {
        run(time, () -> {});
    }

    private void deliver() {
        List<ReceivedMessage> visible = new ArrayList<>();
        for (DispatchMessage message : rig.queue.take()) {
            visible.add(rig.receive(message));
        }
        while (!again.isEmpty() && !again.peek().at().isAfter(rig.now())) {
            ReceivedMessage before = again.remove().received();
            visible.add(rig.receive(
                    DispatchMessageText.write(DispatchMessageText.read(before.body())), before.receives() + 1));
        }
        for (int from = 0; from < visible.size(); from += BATCH) {
            List<ReceivedMessage> batch = visible.subList(from, Math.min(from + BATCH, visible.size()));
            Dispatcher container = containers.get(turn++ % containers.size());
            List<String> notDone = container.handle(batch, Rig.AMPLE);
            long waiting = batch.stream()
                    .filter(received -> notDone.contains(received.id()))
                    .filter(received ->
                            again.stream().noneMatch(each -> each.received().equals(received)))
                    .count();
            if (waiting > 0) {
                throw new IllegalStateException(waiting + " messages are not done and wait for nothing");
            }
        }
    }
}
