package dev.sluice.local.crash;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.lambda.Seam;
import dev.sluice.event.EventId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which calls kill their container: those at one point, once for each event. Thread-safe. */
public final class Crashes {

    private final @Nullable CrashPoint point;
    private final Set<EventId> struck = ConcurrentHashMap.newKeySet();

    private Crashes(@Nullable CrashPoint point) {
        this.point = point;
    }

    /** None, by calls. */
    public static Crashes none() {
        return new Crashes(null);
    }

    /** At this point. */
    public static Crashes at(CrashPoint point) {
        return new Crashes(point);
    }

    /** The events whose handling has crashed. */
    public Set<EventId> struck() {
        return Set.copyOf(struck);
    }

    /** Loses the response of a batch with an event that has not crashed yet. */
    public CrashPlan lostResponses() {
        return (seam, batch) -> {
            if (seam != Seam.AFTER_INVOKE_BEFORE_DELETE) {
                return false;
            }
            boolean dies = false;
            for (SQSMessage message : batch) {
                dies |= struck.add(DispatchMessageText.read(message.getBody()).event());
            }
            return dies;
        };
    }

    /** The point, if the container dies in this call. */
    Optional<CrashPoint> strike(Class<?> port, String method, Object[] arguments) {
        return Optional.ofNullable(point)
                .filter(it -> it.isCallOf(port, method))
                .filter(_ -> struck.add(CrashPoint.event(arguments)));
    }
}
