package dev.sluice.scheduler;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoAuditLog;
import dev.sluice.aws.DynamoWakeIndex;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.Audit;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeListener;
import dev.sluice.wake.WakeLoop;
import java.time.InstantSource;

/** The real scheduler's tick at any time. */
public final class Ticks {

    private Ticks() {}

    /** One tick with time enough for all that is due. */
    public static void run(AwsStack stack, InstantSource clock) {
        DynamoWakeIndex index = new DynamoWakeIndex(stack.table());
        WakeLoop wakes = new WakeLoop(
                index,
                stack.held(),
                stack.health(),
                stack.rates(),
                stack.deliveries(),
                stack.dispatchQueue(),
                stack.deadLetters(),
                WakeListener.NONE);
        Audit audit = new Audit(
                stack.applications(),
                stack.events(),
                stack.deliveries(),
                new DynamoAuditLog(stack.table()),
                stack.dispatchQueue());
        Vitals vitals = new Vitals(new Metrics(), index, stack.dispatchQueue(), stack.slowQueue());
        PointerCleaning pointers = new PointerCleaning(stack.deadStore(), stack.deliveries(), stack.pointers());
        Unresolved unresolved = new Unresolved(stack.deadStore(), stack.indexedDeliveries(), stack.health());
        new Tick(wakes, pointers, unresolved, audit, vitals, clock).run("scheduler", () -> true);
    }
}
