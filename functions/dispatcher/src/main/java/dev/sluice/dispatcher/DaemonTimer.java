package dev.sluice.dispatcher;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that keeps the time, which ends with the process; what is to be done is done on virtual ones. Safe for use by many threads. */
final class DaemonTimer implements Timer {

    private static final int LOOK_SECONDS = 1;

    private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("timer").factory());

    DaemonTimer() {
        clockwork.setRemoveOnCancelPolicy(true); // most attempts end long before
        // Whatever is later than the next look at nothing wakes nobody as it is put in, and most of it is called off
        // again.
        clockwork.scheduleWithFixedDelay(() -> {}, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
        ScheduledFuture<?> later =
                clockwork.schedule(() -> Thread.startVirtualThread(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> later.cancel(false);
    }
}
