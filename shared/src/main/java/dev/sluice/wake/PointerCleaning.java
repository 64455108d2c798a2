package dev.sluice.wake;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Takes pointers out of the dead-letter queue whose deliveries are not dead any more, so that its depth, which is the alarm, says how much is.
 * A pointer that stays does no harm, and one that stands for a dead row is never deleted.
 */
public final class PointerCleaning {

    /** Pointers looked at in one tick. Each is out of sight for that long, and so is not counted nor redriven. */
    static final int MOST_A_TICK = 1_000;

    /** A request may go on for that long behind what it asked for. */
    private static final Duration REQUEST_TAKES_AT_MOST = Duration.ofSeconds(30);

    private final DeadStore dead;
    private final DeliveryStore deliveries;
    private final Pointers pointers;

    public PointerCleaning(DeadStore dead, DeliveryStore deliveries, Pointers pointers) {
        this.dead = dead;
        this.deliveries = deliveries;
        this.pointers = pointers;
    }

    /**
     * One round, if somebody asked for it. A queue hands out in no order what it has: the whole of it was looked at when it has no more to
     * hand out in one round, or when as many were looked at as there are and another round's.
     *
     * @param timeLeft whether there is time to look at ten more
     * @return pointers deleted
     */
    public int run(Instant now, BooleanSupplier timeLeft) {
        return dead.cleaning().map(asked -> run(asked, now, timeLeft)).orElse(0);
    }

    private int run(DeadStore.Cleaning asked, Instant now, BooleanSupplier timeLeft) {
        long depth = pointers.depth();
        List<Pointers.Pointer> kept = new ArrayList<>();
        int looked = 0;
        int deleted = 0;
        boolean isEmpty = false;
        try {
            while (!isEmpty && looked < MOST_A_TICK && timeLeft.getAsBoolean()) {
                List<Pointers.Pointer> received = pointers.receive();
                isEmpty = received.isEmpty();
                looked += received.size();
                List<Pointers.Pointer> stale = stale(received);
                pointers.delete(stale);
                deleted += stale.size();
                received.stream().filter(pointer -> !stale.contains(pointer)).forEach(kept::add);
            }
        } finally {
            pointers.giveBack(kept);
        }
        long all = asked.looked() + looked;
        boolean isDone = (isEmpty || all >= depth + MOST_A_TICK)
                && asked.askedAt().plus(REQUEST_TAKES_AT_MOST).isBefore(now);
        dead.cleaned(asked, isDone ? null : Long.valueOf(all));
        return deleted;
    }

    private List<Pointers.Pointer> stale(List<Pointers.Pointer> received) {
        List<DeliveryKey> keys = received.stream()
                .map(Pointers.Pointer::message)
                .filter(Objects::nonNull)
                .map(DispatchMessage.One::key)
                .toList();
        Map<DeliveryKey, Delivery> rows = deliveries.read(keys);
        return received.stream()
                .filter(pointer -> pointer.message() != null && isStale(pointer.message(), rows))
                .toList();
    }

    /**
     * A row whose series has come up to the message's carries on by itself, whatever becomes of the message. Without a row, a later series than
     * the first has expired; the first may be yet to come, moved here from the poison queue.
     */
    private static boolean isStale(DispatchMessage.One message, Map<DeliveryKey, Delivery> rows) {
        Delivery row = rows.get(message.key());
        return row == null ? message.series() > 1 : row.series() >= message.series();
    }
}
