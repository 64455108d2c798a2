package dev.sluice.scheduler;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoAuditLog;
import dev.sluice.aws.DynamoWakeIndex;
import dev.sluice.wake.Audit;
import dev.sluice.wake.PointerCleaning;
import dev.sluice.wake.Unresolved;
import dev.sluice.wake.WakeLoop;
import java.time.InstantSource;

/** The real scheduler's tick at any time. */
public final class Ticks {

    private Ticks() {}

    /** One tick with time enough for all that is due. */
    public static void run(AwsStack stack, InstantSource clock) {
        WakeLoop wakes = new WakeLoop(
                new DynamoWakeIndex(stack.table()),
                stack.held(),
                stack.health(),
                stack.rates(),
                stack.deliveries(),
                stack.dispatchQueue(),
                stack.deadLetters());
        Audit audit = new Audit(
                stack.applications(), stack.events(), new DynamoAuditLog(stack.table()), stack.dispatchQueue());
        PointerCleaning pointers = new PointerCleaning(stack.deadStore(), stack.deliveries(), stack.pointers());
        Unresolved unresolved = new Unresolved(stack.deadStore(), stack.indexedDeliveries(), stack.health());
        new Tick(wakes, pointers, unresolved, audit, clock).run(() -> true);
    }
}
