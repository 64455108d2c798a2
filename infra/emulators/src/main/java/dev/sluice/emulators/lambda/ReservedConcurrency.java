package dev.sluice.emulators.lambda;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many invocations the function may run at once; may be changed while some run. */
final class ReservedConcurrency {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int limit = Integer.MAX_VALUE;
    private int running;
    private boolean closed;

    void limit(int value) {
        lock.lock();
        try {
            limit = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for a place any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a place at most this long; false when none came. */
    boolean acquire(Duration patience) throws InterruptedException {
        long nanosLeft = patience.toNanos();
        lock.lock();
        try {
            while (running >= limit) {
                if (nanosLeft <= 0 || closed) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            running++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
