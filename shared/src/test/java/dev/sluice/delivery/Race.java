package dev.sluice.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Threads that begin at the same moment. */
public final class Race {

    private Race() {}

    /** What each runner got, in their order; the first failure, if any. */
    public static <T> List<T> of(int runners, IntFunction<Callable<T>> runner) throws Exception {
        CyclicBarrier start = new CyclicBarrier(runners);
        List<Future<T>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(runners)) {
            for (int i = 0; i < runners; i++) {
                Callable<T> task = runner.apply(i);
                running.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get(60, TimeUnit.SECONDS));
            }
            return results;
        }
    }
}
