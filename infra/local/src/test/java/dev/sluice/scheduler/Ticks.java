package dev.sluice.scheduler;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoAuditLog;
import dev.sluice.aws.DynamoWakeIndex;
import dev.sluice.wake.Audit;
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
                stack.endpoints(),
                stack.deliveries(),
                stack.dispatchQueue(),
                stack.deadLetters());
        Audit audit = new Audit(
                stack.applications(),
                stack.events(),
                stack.deliveries(),
                new DynamoAuditLog(stack.table()),
                stack.dispatchQueue());
        new Tick(wakes, audit, clock).run(() -> true);
    }
}
