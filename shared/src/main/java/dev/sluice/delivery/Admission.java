package dev.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a message leads to an attempt: a pure function of the message's series, the row and the time. */
public sealed interface Admission {

    /**
     * Try it.
     *
     * @param before the row the attempt is recorded against, null if there is none yet
     * @param delivery what is tried: the row, the next series of it, or a first one
     */
    record Try(@Nullable Delivery before, Delivery delivery) implements Admission {}

    /**
     * Done with; the message goes.
     *
     * @param why a stable code
     */
    record Acknowledge(String why) implements Admission {}

    /** The delivery is dead already, but this message may be what is left of a crash before its pointer was sent. */
    record RepeatPointer(Delivery delivery) implements Admission {}

    /** The delivery is held already, but this message may be what is left of a crash before its endpoint was scheduled for a look. */
    record RepeatHold(Delivery delivery) implements Admission {}

    /** The message came a moment before its time; it waits on. */
    record WaitOn(Duration length) implements Admission {}

    /** How far the clocks of two containers may be apart. */
    Duration CLOCK_SKEW = Duration.ofSeconds(2);

    /**
     * Decides for a message.
     *
     * @param series the message's
     * @param row the delivery's row, null if there is none
     * @param event the event, for a first row
     */
    static Admission of(DeliveryKey key, int series, @Nullable Delivery row, AcceptedEvent event, Instant now) {
        if (row == null) {
            return new Try(null, Delivery.first(key, series, event, now));
        }
        if (series < row.series()) {
            return new Acknowledge("earlier_series");
        }
        if (series > row.series()) {
            return series == row.series() + 1 && row.status().isAbsorbing()
                    ? new Try(row, row.nextSeries(now))
                    : new Acknowledge("later_series");
        }
        return switch (row.status()) {
            case Status.Delivered _ -> new Acknowledge("already_delivered");
            case Status.Canceled _ -> new Acknowledge("canceled");
            case Status.Held _ -> new RepeatHold(row);
            case Status.Dead _ -> new RepeatPointer(row);
            case Status.Pending(Instant at) -> {
                Duration early = Duration.between(now, at);
                if (!early.isPositive()) {
                    yield new Try(row, row);
                }
                // Another message carries the wait, or the row does. One that is early by a clock's error is that other
                // message.
                yield early.compareTo(CLOCK_SKEW) <= 0 ? new WaitOn(early) : new Acknowledge("not_yet_due");
            }
        };
    }
}
