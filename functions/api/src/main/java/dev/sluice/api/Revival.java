package dev.sluice.api;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.DeadStore;
import dev.sluice.wake.HeldStore;
import dev.sluice.wake.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings deliveries back: writes their next series as held rows, which the scheduler releases on its ramp. A row at a time, each on condition
 * that nobody else moved it; before the first, somebody is asked to look at them later, so that a request that is cut off leaves none that
 * nobody looks at.
 */
final class Revival {

    private static final Duration LOOK_LATER = Duration.ofMinutes(1); // longer than a request runs

    private final DeliveryStore deliveries;
    private final HeldStore held;
    private final DeadStore dead;

    Revival(Dispatch dispatch) {
        this.deliveries = dispatch.deliveries();
        this.held = dispatch.held();
        this.dead = dispatch.dead();
    }

    /**
     * A row to be written.
     *
     * @param before as it was read, null if there was none
     */
    record Change(@Nullable Delivery before, Delivery after) {
        AppId app() {
            return after.key().app();
        }

        EndpointId endpoint() {
            return after.key().id().endpoint();
        }

        boolean isOfDead() {
            return before != null && before.status() instanceof Status.Dead;
        }
    }

    /**
     * Holds deliveries.
     *
     * @param changes of one application
     * @return how many; the others were moved by somebody else meanwhile
     */
    int hold(List<Change> changes, Instant now) {
        look(changes, now.plus(LOOK_LATER));
        int written = write(changes, now);
        look(changes, now);
        return written;
    }

    /** Writes rows, of dead deliveries among others: those are counted anew, and their pointers cleaned. */
    int write(List<Change> changes, Instant now) {
        List<Change> ofDead = changes.stream().filter(Change::isOfDead).toList();
        if (!ofDead.isEmpty()) {
            dead.askForCleaning(now);
            ofDead.stream()
                    .map(Change::endpoint)
                    .distinct()
                    .forEach(id -> dead.note(ofDead.getFirst().app(), id, now));
        }
        return SideBySide.those(changes, change -> deliveries.write(change.before(), change.after()))
                .size();
    }

    private void look(Collection<Change> changes, Instant at) {
        Set<EndpointId> endpoints = changes.stream().map(Change::endpoint).collect(Collectors.toSet());
        changes.stream()
                .findFirst()
                .ifPresent(any -> SideBySide.those(List.copyOf(endpoints), id -> {
                    held.wakeBy(any.app(), id, at);
                    return true;
                }));
    }
}
