package dev.sluice.emulators.schedule;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.emulators.function.InvocationResult;
import dev.sluice.emulators.function.LambdaFunction;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An EventBridge rule with a rate that invokes a function. A failed invocation is reported, not repeated: the next one comes
 * anyway.
 */
public final class ScheduleSource implements AutoCloseable {

    private static final PojoSerializer<ScheduledEvent> EVENTS =
            LambdaEventSerializers.serializerFor(ScheduledEvent.class, ScheduledEvent.class.getClassLoader());

    /** Whether an invocation begins while an earlier one still runs. */
    public enum Overlap {
        /** It does, as in AWS. */
        ALLOWED,
        /** It is left out. */
        SKIPPED
    }

    private final Rule rule;
    private final LambdaFunction<ScheduledEvent, ?> function;
    private final InstantSource clock;
    private final Consumer<? super InvocationResult<?>> listener;
    private final Semaphore turns;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<?> ticks;

    /**
     * A rule.
     *
     * @param name the last part of its ARN
     * @param rate positive; the first invocation comes after it has passed once
     */
    public record Rule(String name, Duration rate, Overlap overlap) {

        public Rule {
            if (rate.isNegative() || rate.isZero()) {
                throw new IllegalArgumentException("rate is not positive: " + rate);
            }
        }
    }

    private ScheduleSource(
            Rule rule,
            LambdaFunction<ScheduledEvent, ?> function,
            ScheduledExecutorService scheduler,
            InstantSource clock,
            Consumer<? super InvocationResult<?>> listener) {
        this.rule = rule;
        this.function = function;
        this.clock = clock;
        this.listener = listener;
        this.turns = new Semaphore(rule.overlap() == Overlap.ALLOWED ? Integer.MAX_VALUE : 1);
        long nanos = rule.rate().toNanos();
        this.ticks = scheduler.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Starts a rule.
     *
     * @param scheduler measures the rate; the caller's to shut down
     * @param clock the time that the events say
     * @param listener told how each invocation ended, by many threads at once
     */
    public static ScheduleSource start(
            Rule rule,
            LambdaFunction<ScheduledEvent, ?> function,
            ScheduledExecutorService scheduler,
            InstantSource clock,
            Consumer<? super InvocationResult<?>> listener) {
        return new ScheduleSource(rule, function, scheduler, clock, listener);
    }

    /** The event of an invocation at this moment. */
    public ScheduledEvent event() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "0");
        event.put("id", UUID.randomUUID().toString());
        event.put("detail-type", "Scheduled Event");
        event.put("source", "aws.events");
        event.put("account", "123456789012");
        event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        event.put("region", "us-east-1");
        event.putArray("resources").add("arn:aws:events:us-east-1:123456789012:rule/" + rule.name());
        event.putObject("detail");
        return EVENTS.fromJson(event.toString());
    }

    /** Stops at once; a running invocation is interrupted and not reported. */
    @Override
    public void close() {
        ticks.cancel(false);
        threads.shutdownNow();
    }

    private void tick() {
        if (turns.tryAcquire()) {
            threads.execute(this::invoke);
        }
    }

    private void invoke() {
        try {
            listener.accept(function.invoke(event()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            turns.release();
        }
    }
}
