package dev.sluice.emulators.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.util.List;

/** Decides where invocations die; asked at every seam, by several threads at once. */
@FunctionalInterface
public interface CrashPlan {
    /** Nothing dies. */
    CrashPlan NONE = (seam, batch) -> false;

    /** Whether the container dies here; its handler instance is never used again. */
    boolean crashes(Seam seam, List<SQSMessage> batch);
}
