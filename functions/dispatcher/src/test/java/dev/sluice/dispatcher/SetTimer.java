package dev.sluice.dispatcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A timer whose time is up when a test says so. Thread-safe. */
final class SetTimer implements Timer {

    private final List<Set> all = new ArrayList<>();

    private record Set(Duration delay, Runnable task) {}

    @Override
    public synchronized Runnable after(Duration delay, Runnable task) {
        Set set = new Set(delay, task);
        all.add(set);
        return () -> callOff(set);
    }

    private synchronized void callOff(Set set) {
        all.removeIf(other -> other == set);
    }

    /** Does what is set and was not called off. */
    void ring() {
        List<Set> due;
        synchronized (this) {
            due = List.copyOf(all);
            all.clear();
        }
        due.forEach(set -> set.task().run());
    }

    /** For how long each was set that was not called off. */
    synchronized List<Duration> delays() {
        return all.stream().map(Set::delay).toList();
    }
}
