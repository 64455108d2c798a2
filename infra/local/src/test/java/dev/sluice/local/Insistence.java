package dev.sluice.local;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Hands inputs over, many at once, each again until it is taken, but no more often than Lambda invokes for an asynchronous event. */
final class Insistence {

    private static final int TRIES = 3;
    private static final int AT_ONCE = 20;

    private Insistence() {}

    /**
     * Tries all.
     *
     * @param inputs each true if it was taken
     * @return how many were not, in any try
     */
    static long givenUp(List<Callable<Boolean>> inputs) throws InterruptedException, ExecutionException {
        long givenUp = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Callable<Boolean>> insistent =
                    inputs.stream().map(Insistence::insistently).toList();
            for (Future<Boolean> taken : threads.invokeAll(insistent)) {
                givenUp += taken.get() ? 0 : 1;
            }
        }
        return givenUp;
    }

    private static Callable<Boolean> insistently(Callable<Boolean> input) {
        return () -> {
            for (int number = 1; number <= TRIES; number++) {
                if (input.call()) {
                    return true;
                }
            }
            return false;
        };
    }
}
