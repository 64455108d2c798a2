package dev.sluice.emulators.function;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that began it unless it ends in time. */
final class TimeLimit {

    private static final ScheduledThreadPoolExecutor CLOCK = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("function-timeouts").factory());

    static {
        CLOCK.setRemoveOnCancelPolicy(true); // most end long before
    }

    private final Thread thread = Thread.currentThread();
    private final Future<?> later;
    private boolean isOver; // guarded by this
    private boolean isEnded; // guarded by this

    private TimeLimit(Duration time) {
        later = CLOCK.schedule(this::interrupt, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The calling thread's time begins. */
    static TimeLimit begin(Duration time) {
        return new TimeLimit(time);
    }

    private synchronized void interrupt() {
        if (!isEnded) {
            isOver = true;
            thread.interrupt();
        }
    }

    /** Whether the time was over; the thread is then no longer interrupted. */
    boolean end() {
        later.cancel(false);
        synchronized (this) {
            isEnded = true;
            if (isOver) {
                Thread.interrupted(); // ours
            }
            return isOver;
        }
    }
}
