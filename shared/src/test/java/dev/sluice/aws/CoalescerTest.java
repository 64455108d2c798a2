package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CoalescerTest {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final List<List<Integer>> calls = Collections.synchronizedList(new ArrayList<>());

    /** The call of 0 lasts until then. */
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void whoeverAsksAloneIsCalledForAlone() {
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(10, FOR_EVER, this::twice);

        assertThat(coalescer.ask(1)).isEqualTo(2);
        assertThat(coalescer.ask(2)).isEqualTo(4);
        assertThat(calls).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatIsAskedForDuringACallGoesWithTheNext() throws Exception {
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(3, FOR_EVER, this::twice);
        List<Asking> asking = askBehindOne(coalescer, 4);
        end.countDown();

        for (Asking one : asking) {
            assertThat(one.answer.get()).isEqualTo(2 * one.input);
        }
        assertThat(calls).containsExactly(List.of(0), List.of(1, 2, 3), List.of(4)); // three at most
    }

    @Test
    void whatHasWaitedTooLongGoesAloneAndHoldsUpNobody() throws Exception {
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(10, Duration.ZERO, this::twice);
        Asking hangs = new Asking(coalescer, 0).start();
        awaitCalls(1);

        assertThat(coalescer.ask(1)).isEqualTo(2);
        assertThat(calls).containsExactly(List.of(0), List.of(1));

        end.countDown();
        assertThat(hangs.answer.get()).isZero();
        assertThat(coalescer.ask(2)).isEqualTo(4);
    }

    @Test
    void whatACallThrowsIsThrownToAllThatAskedAndToNobodyAfterThem() throws Exception {
        List<Asking> asking = askThreeBehindOne(() -> {
            throw new IllegalArgumentException("1 is refused");
        });

        for (Asking refused : asking.subList(1, 3)) {
            assertThatThrownBy(refused.answer::get).rootCause().hasMessage("1 is refused");
        }
        assertThat(asking.get(3).answer.get()).isEqualTo(6);
    }

    @Test
    void anErrorLeavesNobodyWaiting() throws Exception {
        List<Asking> asking = askThreeBehindOne(() -> {
            throw new AssertionError("of ours");
        });

        assertThatThrownBy(asking.get(1).answer::get).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(asking.get(2).answer::get).isInstanceOf(ExecutionException.class);
        assertThat(asking.get(3).answer.get()).isEqualTo(6);
    }

    @Test
    void anInterruptIsKeptForWhoeverWasInterrupted() throws Exception {
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(2, FOR_EVER, this::twice);
        List<Asking> asking = askBehindOne(coalescer, 1);
        asking.get(1).thread.interrupt();
        end.countDown();

        assertThat(asking.get(1).answer.get()).isEqualTo(2);
        assertThat(asking.get(1).isInterrupted).isTrue();
    }

    @Test
    void everyoneGetsItsOwnAnswer() throws Exception {
        end.countDown();
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(7, Duration.ofMillis(1), this::twice);
        List<FutureTask<Boolean>> all = IntStream.range(0, 64)
                .mapToObj(thread -> new FutureTask<>(() -> IntStream.range(0, 500)
                        .map(i -> 500 * thread + i)
                        .allMatch(input -> coalescer.ask(input) == 2 * input)))
                .toList();
        all.forEach(Thread::startVirtualThread);

        for (FutureTask<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(64 * 500);
        assertThat(calls).allSatisfy(call -> assertThat(call).hasSizeLessThanOrEqualTo(7));
    }

    private List<Integer> twice(List<Integer> inputs) {
        calls.add(inputs);
        if (inputs.contains(0)) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return inputs.stream().map(input -> 2 * input).toList();
    }

    /** 0, whose call ends then; 1 and 2, whose call throws; and 3. */
    private List<Asking> askThreeBehindOne(Runnable throwing) {
        Coalescer<Integer, Integer> coalescer = new Coalescer<>(2, FOR_EVER, inputs -> {
            if (inputs.contains(1)) {
                throwing.run();
            }
            return twice(inputs);
        });
        List<Asking> asking = askBehindOne(coalescer, 3);
        end.countDown();
        return asking;
    }

    /** 0, whose call is under way, and 1, 2, … behind it in this order. */
    private List<Asking> askBehindOne(Coalescer<Integer, Integer> coalescer, int behind) {
        List<Asking> asking = new ArrayList<>();
        asking.add(new Asking(coalescer, 0).start());
        awaitCalls(1);
        for (int i = 1; i <= behind; i++) {
            Asking one = new Asking(coalescer, i).start();
            while (one.thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            asking.add(one);
        }
        return asking;
    }

    private void awaitCalls(int number) {
        while (calls.size() < number) {
            Thread.onSpinWait();
        }
    }

    private static final class Asking {
        private final int input;
        private final FutureTask<Integer> answer;
        private final Thread thread;
        private volatile boolean isInterrupted;

        Asking(Coalescer<Integer, Integer> coalescer, int input) {
            this.input = input;
            this.answer = new FutureTask<>(() -> {
                int output = coalescer.ask(input);
                isInterrupted = Thread.interrupted();
                return output;
            });
            this.thread = Thread.ofPlatform().daemon().unstarted(answer);
        }

        Asking start() {
            thread.start();
            return this;
        }
    }
}
