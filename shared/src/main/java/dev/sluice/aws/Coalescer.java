package dev.sluice.aws;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call for many: what is asked for while a call is under way waits for its end and goes with the next. So whoever asks alone waits
 * for nobody, and of many that ask at once few calls are made. A call begins after all of its inputs were asked for: a read answers
 * whatever was written before it was asked for. What has waited too long goes alone, so a call that hangs holds up only its own. The
 * callers' threads make the calls. Safe for use by many threads.
 *
 * @param <I> what is asked for
 * @param <O> what comes of it
 */
final class Coalescer<I, O> {

    private final int most;
    private final Duration patience;
    private final Function<List<I>, List<O>> call;
    private final Deque<Asked<I, O>> waiting = new ArrayDeque<>();
    private boolean isUnderWay;

    /**
     * @param most inputs of a call, 1 or more
     * @param patience how long an input may wait for a call to begin
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

    private Turn awaitTurn(Asked<I, O> mine) {
        long end = System.nanoTime() + patience.toNanos();
        boolean isInterrupted = false;
        while (mine.turn == Turn.WAITING || mine.turn == Turn.TAKEN) {
            long left = end - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (!leave(mine)) {
                LockSupport.park(this);
            }
            isInterrupted |= Thread.interrupted();
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.turn;
    }

    /** Whether nobody has taken it, so that it may go alone. */
    private synchronized boolean leave(Asked<I, O> mine) {
        if (!waiting.remove(mine)) {
            return false;
        }
        mine.turn = Turn.ALONE;
        return true;
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
