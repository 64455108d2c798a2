package dev.sluice.local.crash;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.sluice.delivery.DispatchMessageText;
import dev.sluice.emulators.lambda.CrashPlan;
import dev.sluice.emulators.lambda.Seam;
import dev.sluice.event.EventId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which calls kill their container, or fail: those at one point, once for each event or always for some. Thread-safe. */
public final class Crashes {

    private final @Nullable CrashPoint point;
    private final @Nullable Predicate<EventId> always;
    private final Set<EventId> struck = ConcurrentHashMap.newKeySet();

    private Crashes(@Nullable CrashPoint point, @Nullable Predicate<EventId> always) {
        this.point = point;
        this.always = always;
    }

    /** None, by calls. */
    public static Crashes none() {
        return new Crashes(null, null);
    }

    /** At this point, once for each event. */
    public static Crashes at(CrashPoint point) {
        return new Crashes(point, null);
    }

    /** At this point, every time, for these events alone. */
    public static Crashes always(CrashPoint point, Predicate<EventId> events) {
        return new Crashes(point, events);
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
                .filter(_ -> strikes(CrashPoint.event(arguments)));
    }

    private boolean strikes(EventId event) {
        if (always == null) {
            return struck.add(event);
        }
        return always.test(event);
    }
}
