package dev.sluice.emulators;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time stands still until it is advanced; what is due then runs on the advancing thread. */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private final List<Task<?>> tasks = new ArrayList<>();
    private long nowNanos;
    private boolean shutdown;

    /** The waits of what is scheduled now, shortest first. */
    public synchronized List<Duration> waits() {
        return tasks.stream()
                .filter(task -> !task.isDone())
                .map(task -> Duration.ofNanos(task.atNanos - nowNanos))
                .sorted()
                .toList();
    }

    /** Moves time on and runs, in order, all that is due by then. */
    public void advance(Duration by) {
        long until = now() + by.toNanos();
        for (Task<?> due = next(until); due != null; due = next(until)) {
            due.execute();
        }
        synchronized (this) {
            nowNanos = until;
        }
    }

    private synchronized long now() {
        return nowNanos;
    }

    private synchronized Task<?> next(long until) {
        Task<?> next = tasks.stream()
                .filter(task -> !task.isDone() && task.atNanos <= until)
                .min(Comparator.comparingLong(task -> task.atNanos))
                .orElse(null);
        if (next != null) {
            nowNanos = next.atNanos;
            if (next.periodNanos == 0) {
                tasks.remove(next);
            } else {
                next.atNanos += next.periodNanos;
            }
        }
        return next;
    }

    private synchronized <V> Task<V> add(Callable<V> command, long delayNanos, long periodNanos) {
        Task<V> task = new Task<>(command, nowNanos + delayNanos, periodNanos);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return schedule(callable(command), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(callable, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        return add(callable(command), unit.toNanos(initialDelay), unit.toNanos(period));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(command, initialDelay, delay, unit);
    }

    private static Callable<Void> callable(Runnable command) {
        return () -> {
            command.run();
            return null;
        };
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }

    private static final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {

        private final long periodNanos;
        private long atNanos;

        Task(Callable<V> command, long atNanos, long periodNanos) {
            super(command);
            this.atNanos = atNanos;
            this.periodNanos = periodNanos;
        }

        void execute() {
            if (periodNanos == 0) {
                run();
            } else {
                runAndReset();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
