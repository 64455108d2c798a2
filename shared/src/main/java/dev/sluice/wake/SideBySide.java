package dev.sluice.wake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Requests to the table that need not wait for each other. */
public final class SideBySide {

    private static final int AT_ONCE = 16;

    private SideBySide() {}

    /**
     * Those that pass.
     *
     * @throws RuntimeException the first failure, after all were tried
     */
    public static <T> List<T> those(List<T> all, Predicate<T> test) {
        List<Future<Boolean>> passed = new ArrayList<>();
        try (ExecutorService executor =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            all.forEach(each -> passed.add(executor.submit(() -> test.test(each))));
        }
        List<T> those = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (result(passed.get(i))) {
                those.add(all.get(i));
            }
        }
        return those;
    }

    private static boolean result(Future<Boolean> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }
}
