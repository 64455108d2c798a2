package dev.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** A queue in a list: what was sent with a delay is there when the clock says so, to the whole second. */
public final class InMemoryDispatchQueue implements DispatchQueue {

    private final InstantSource clock;
    private final List<Waiting> messages = new ArrayList<>();
    private long inFlight;
    private Predicate<DispatchMessage> refused = message -> false;

    private record Waiting(DispatchMessage message, Instant visible) {}

    public InMemoryDispatchQueue(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Delayed> send(List<Delayed> batch) {
        List<Delayed> notTaken = new ArrayList<>();
        for (Delayed delayed : batch) {
            if (refused.test(delayed.message())) {
                notTaken.add(delayed);
            } else {
                messages.add(new Waiting(delayed.message(), clock.instant().plus(wholeSeconds(delayed.delay()))));
            }
        }
        return notTaken;
    }

    /** How many messages wait to be received; those behind their delay do not count. */
    @Override
    public synchronized long backlog() {
        return messages.stream().filter(this::isVisible).count();
    }

    /** As many as a test says: what is taken from here is deleted at once. */
    @Override
    public synchronized long inFlight() {
        return inFlight;
    }

    /** How many are to be in flight. */
    public synchronized void inFlight(long number) {
        inFlight = number;
    }

    /** Receives and deletes every message whose delay is over, in the order they were sent. */
    public synchronized List<DispatchMessage> take() {
        List<DispatchMessage> taken = new ArrayList<>();
        for (Iterator<Waiting> each = messages.iterator(); each.hasNext(); ) {
            Waiting next = each.next();
            if (isVisible(next)) {
                taken.add(next.message());
                each.remove();
            }
        }
        return taken;
    }

    /** Every message with what is left of its delay, in the order they were sent; nothing is taken. */
    public synchronized List<Delayed> waiting() {
        return messages.stream()
                .map(waiting -> new Delayed(waiting.message(), left(waiting)))
                .toList();
    }

    /** Loses every message. */
    public synchronized void purge() {
        messages.clear();
    }

    /** From now on these messages are not taken. */
    public synchronized void refuse(Predicate<DispatchMessage> which) {
        refused = which;
    }

    private boolean isVisible(Waiting waiting) {
        return !waiting.visible().isAfter(clock.instant());
    }

    private Duration left(Waiting waiting) {
        return isVisible(waiting) ? Duration.ZERO : Duration.between(clock.instant(), waiting.visible());
    }

    private static Duration wholeSeconds(Duration delay) {
        long seconds = delay.plusNanos(999_999_999).toSeconds();
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_DELAY.toSeconds()));
    }
}
