package dev.sluice.emulators.lambda;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Remembers every invocation. */
final class Invocations implements InvocationObserver {
    private final List<Invocation> all = new CopyOnWriteArrayList<>();

    @Override
    public void ended(Invocation invocation) {
        all.add(invocation);
    }

    /** The first so many invocations, once they have ended. */
    List<Invocation> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> all.size() >= count);
        return List.copyOf(all.subList(0, count));
    }
}
