package dev.sluice.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How much one request has read and moved, of what it may. Looked at before each stretch, so that what is begun is finished. */
final class Effort {

    static final int MOST_READ = 10_000;
    static final int MOST_MOVED = 1_000;
    private static final Duration MOST_TIME = Duration.ofSeconds(15); // the function has 29

    private final InstantSource clock;
    private final Instant end;
    private int read;
    private int moved;

    Effort(InstantSource clock) {
        this.clock = clock;
        this.end = clock.instant().plus(MOST_TIME);
    }

    void read(int rows) {
        read += rows;
    }

    void moved(int rows) {
        moved += rows;
    }

    /** How many rows a stretch may have, of as many as this. */
    int room(int most) {
        return Math.min(most, Math.min(MOST_READ - read, MOST_MOVED - moved));
    }

    boolean isSpent() {
        return read >= MOST_READ || moved >= MOST_MOVED || !clock.instant().isBefore(end);
    }
}
