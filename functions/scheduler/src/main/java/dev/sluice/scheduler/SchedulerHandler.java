package dev.sluice.scheduler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoAuditLog;
import dev.sluice.aws.DynamoWakeIndex;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.Audit;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeLoop;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One tick a minute: wakes what is due, and audits what was accepted. Ticks may overlap or be missed. */
public final class SchedulerHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {

    private static final int AUDIT_NEEDS_MS = 10_000; // a window that is begun should be finished

    private final Tick tick;

    /** As Lambda makes it. */
    public SchedulerHandler() {
        this(System.getenv());
    }

    /**
     * From any environment.
     *
     * @param variables those of {@code docs/contract.md}, "Configuration"
     */
    public SchedulerHandler(Map<String, String> variables) {
        this(tick(new Environment(variables)));
    }

    SchedulerHandler(Tick tick) {
        this.tick = tick;
    }

    @Override
    public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
        tick.run(context.getFunctionName(), () -> context.getRemainingTimeInMillis() > AUDIT_NEEDS_MS);
        return null;
    }

    private static OperationalEvents operations(AwsStack stack) {
        Subscriptions subscriptions = new Subscriptions(stack.endpoints());
        return new OperationalEvents(subscriptions, new Acceptor(subscriptions, stack.events(), stack.dispatchQueue()));
    }

    private static Tick tick(Environment environment) {
        InstantSource clock = InstantSource.system();
        AwsStack stack = new AwsStack(environment, clock, new SecureRandom());
        DynamoWakeIndex index = new DynamoWakeIndex(stack.table());
        Metrics metrics = new Metrics();
        WakeLoop wakes = new WakeLoop(
                index,
                stack.held(),
                stack.health(),
                stack.rates(),
                stack.deliveries(),
                stack.dispatchQueue(),
                stack.deadLetters(),
                new Operations(new WakeLog(metrics), operations(stack), clock));
        Audit audit = new Audit(
                stack.applications(),
                stack.events(),
                stack.deliveries(),
                new DynamoAuditLog(stack.table()),
                stack.dispatchQueue());
        Vitals vitals = new Vitals(metrics, index, stack.dispatchQueue(), stack.slowQueue());
        PointerCleaning pointers = new PointerCleaning(stack.deadStore(), stack.deliveries(), stack.pointers());
        Unresolved unresolved = new Unresolved(stack.deadStore(), stack.indexedDeliveries(), stack.health());
        return new Tick(wakes, pointers, unresolved, audit, vitals, clock);
    }
}
