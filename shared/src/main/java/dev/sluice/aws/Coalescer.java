package dev.sluice.aws;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call for many: what is asked for while a call is under way waits for its end and goes with the next. So whoever asks alone waits
 * for nobody, and of many that ask at once few calls are made. A call begins after all of its inputs were asked for: a read answers
 * whatever was written before it was asked for. What has waited too long goes alone, so a call that hangs holds up only its own. The
 * callers' threads make the calls; one for all looks after the time, since a virtual thread that waits until a time costs two more
 * wake-ups than one that waits. Safe for use by many threads.
 *
 * @param <I> what is asked for
 * @param <O> what comes of it
 */
final class Coalescer<I, O> {

    /** Several times what a call takes; twice that is less than anybody notices. */
    static final Duration PATIENCE = Duration.ofMillis(20);

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("coalescer").factory());

    private final int most;
    private final Duration patience;
    private final Function<List<I>, List<O>> call;
    private final Deque<Asked<I, O>> waiting = new ArrayDeque<>();
    private boolean isUnderWay; // guarded by this
    private boolean isWatched; // that somebody looks at those that wait; guarded by this

    /**
     * @param most inputs of a call, 1 or more
     * @param patience how long an input is left waiting for a call; up to twice as long, for the time is looked at as often
     * @param call answers as many outputs as it has inputs, in their order; what it throws is thrown to all that asked
     */
    Coalescer(int most, Duration patience, Function<List<I>, List<O>> call) {
        this.most = most;
        this.patience = patience;
        this.call = call;
    }

    /** Asks for one thing, alone or with others. Not interrupted while it waits; what the call does with an interrupt is its own. */
    O ask(I input) {
        Asked<I, O> mine = new Asked<>(input);
        switch (enter(mine) ? Turn.LEADING : awaitTurn(mine)) {
            case LEADING -> {
                try {
                    answer(takeWith(mine));
                } finally {
                    passOn();
                }
            }
            case ALONE -> answer(List.of(mine));
            case WAITING, TAKEN, ANSWERED -> {}
        }
        return mine.output();
    }

    /** Whether its call may begin at once. */
    private synchronized boolean enter(Asked<I, O> mine) {
        if (isUnderWay) {
            waiting.addLast(mine);
            if (!isWatched) {
                watch();
            }
            return false;
        }
        isUnderWay = true;
        return true;
    }

    /** What goes with it: what has waited longest. */
    private synchronized List<Asked<I, O>> takeWith(Asked<I, O> mine) {
        List<Asked<I, O>> taken = new ArrayList<>();
        taken.add(mine);
        while (taken.size() < most && !waiting.isEmpty()) {
            Asked<I, O> next = waiting.removeFirst();
            next.turn = Turn.TAKEN;
            taken.add(next);
        }
        return taken;
    }

    /** The end of a call is the beginning of the next, for whoever has waited longest. */
    private void passOn() {
        Asked<I, O> next;
        synchronized (this) {
            next = waiting.pollFirst();
            isUnderWay = next != null;
        }
        if (next != null) {
            next.wake(Turn.LEADING);
        }
    }

    private static <I, O> Turn awaitTurn(Asked<I, O> mine) {
        boolean isInterrupted = false;
        while (mine.turn == Turn.WAITING || mine.turn == Turn.TAKEN) {
            LockSupport.park(mine);
            isInterrupted |= Thread.interrupted();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.turn;
    }

    private synchronized void watch() {
        isWatched = true;
        CLOCK.schedule(() -> letGo().forEach(late -> late.wake(Turn.ALONE)), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Those that have waited too long, and now go alone. */
    private synchronized List<Asked<I, O>> letGo() {
        long now = System.nanoTime();
        List<Asked<I, O>> late = new ArrayList<>();
        while (!waiting.isEmpty() && now - waiting.getFirst().since >= patience.toNanos()) {
            late.add(waiting.removeFirst());
        }
        isWatched = false;
        if (!waiting.isEmpty()) {
            watch();
        }
        return late;
    }

    private void answer(List<Asked<I, O>> asked) {
        List<O> outputs = null;
        RuntimeException failure = null;
        try {
            outputs = call.apply(asked.stream().map(one -> one.input).toList());
        } catch (RuntimeException e) {
            failure = e;
        } finally { // whatever was thrown: somebody waits
            for (int i = 0; i < asked.size(); i++) {
                asked.get(i).answer(outputs == null ? null : outputs.get(i), failure);
            }
        }
    }

    private enum Turn {
        WAITING,
        TAKEN,
        LEADING,
        ALONE,
        ANSWERED
    }

    /** What one thread asks for and waits for. */
    private static final class Asked<I, O> {
        private final I input;
        private final Thread thread = Thread.currentThread();
        private final long since = System.nanoTime();
        private volatile Turn turn = Turn.WAITING;
        private @Nullable O output;
        private @Nullable RuntimeException failure;

        Asked(I input) {
            this.input = input;
        }

        void wake(Turn next) {
            turn = next;
            LockSupport.unpark(thread);
        }

        void answer(@Nullable O answered, @Nullable RuntimeException thrown) {
            output = answered;
            failure = thrown;
            wake(Turn.ANSWERED);
        }

        O output() {
            if (failure != null) {
                throw failure;
            }
            if (output == null) {
                throw new IllegalStateException("the call that this was part of ended without an answer");
            }
            return output;
        }
    }
}
