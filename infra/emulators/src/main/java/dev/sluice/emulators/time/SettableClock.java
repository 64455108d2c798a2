package dev.sluice.emulators.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told otherwise; it may be set back. Thread-safe. */
public final class SettableClock implements InstantSource {
    private volatile Instant now;

    public SettableClock(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** From now on it is this time. */
    public synchronized void set(Instant time) {
        now = time;
    }

    /**
     * Lets time pass; several threads may do so at once, every duration counts.
     *
     * @param duration zero or more
     * @return the new time
     * @throws IllegalArgumentException when the duration is negative: time that goes back is {@link #set}
     */
    public synchronized Instant advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("duration: must not be negative, was " + duration);
        }
        Instant later = now.plus(duration);
        now = later;
        return later;
    }
}
