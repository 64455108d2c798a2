package dev.sluice.emulators.receiver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/** What has arrived, in its order; the oldest is forgotten when there is too much. Thread-safe. */
final class Journal {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Received> requests = new ArrayDeque<>();
    private final int kept;
    private final Map<String, Integer> countByPath = new HashMap<>();
    private long count;

    Journal(int kept) {
        this.kept = kept;
    }

    /** @param request makes the entry of its number */
    Received add(LongFunction<Received> request) {
        lock.lock();
        try {
            count++;
            Received received = request.apply(count);
            requests.addLast(received);
            countByPath.merge(received.path(), 1, Integer::sum);
            if (requests.size() > kept) {
                countByPath.merge(requests.removeFirst().path(), -1, Integer::sum);
            }
            arrived.signalAll();
            return received;
        } finally {
            lock.unlock();
        }
    }

    List<Received> all() {
        lock.lock();
        try {
            return new ArrayList<>(requests);
        } finally {
            lock.unlock();
        }
    }

    List<Received> of(String path) {
        return all().stream().filter(request -> request.path().equals(path)).toList();
    }

    List<Received> await(String path, int number, Duration atMost) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (countByPath.getOrDefault(path, 0) < number) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new TimeoutException(countByPath.getOrDefault(path, 0) + " of " + number + " requests for "
                            + path + " came within " + atMost);
                }
                var _ = arrived.awaitNanos(left);
            }
            return of(path);
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            requests.clear();
            countByPath.clear();
        } finally {
            lock.unlock();
        }
    }
}
