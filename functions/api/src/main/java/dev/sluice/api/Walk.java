package dev.sluice.api;

import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.wake.IndexedDeliveries;
import dev.sluice.wake.IndexedDeliveries.Kind;
import dev.sluice.wake.IndexedDeliveries.Position;
import dev.sluice.wake.IndexedDeliveries.Range;
import dev.sluice.wake.IndexedDeliveries.Stretch;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Goes through endpoints' held or dead deliveries, a hundred at a time, as far as one request may. */
final class Walk {

    private static final int AT_ONCE = 100; // what one read of rows takes

    private final IndexedDeliveries index;
    private final DeliveryStore deliveries;
    private final EndpointStore endpoints;
    private final InstantSource clock;

    Walk(Dispatch dispatch, InstantSource clock) {
        this.index = dispatch.indexed();
        this.deliveries = dispatch.deliveries();
        this.endpoints = dispatch.endpoints();
        this.clock = clock;
    }

    /**
     * Where a walk goes on.
     *
     * @param position at that endpoint; null for its beginning
     */
    record Cursor(EndpointId endpoint, @Nullable Position position) {

        private static final String BETWEEN = "/";

        static boolean isValid(String text) {
            String[] parts = text.split(BETWEEN, -1);
            return EndpointId.isValid(parts[0])
                    && (parts.length == 1 || parts.length == 2 && Position.isValid(parts[1]));
        }

        static Cursor parse(String text) {
            String[] parts = text.split(BETWEEN, -1);
            return new Cursor(new EndpointId(parts[0]), parts.length == 1 ? null : Position.parse(parts[1]));
        }

        @Override
        public String toString() {
            return position == null ? endpoint.value() : endpoint.value() + BETWEEN + position;
        }
    }

    /** What is done with the rows of a stretch; how many of them were moved. */
    @FunctionalInterface
    interface Step {
        int take(List<Delivery> rows);
    }

    /**
     * Walks.
     *
     * @param through in the order of their ids; those that were deleted are passed over
     * @param range of the times of hold or death
     * @param from where to begin, null for the beginning
     * @param wanted asked of rows that were just read, which may be more than the index says
     * @return where to go on; null at the end
     */
    @Nullable
    Cursor through(
            List<EndpointId> through,
            AppId app,
            Kind kind,
            Range range,
            @Nullable Cursor from,
            Predicate<Delivery> wanted,
            Step step) {
        Effort effort = new Effort(clock);
        for (EndpointId endpoint : through) {
            if (from != null && endpoint.value().compareTo(from.endpoint().value()) < 0) {
                continue;
            }
            if (effort.isSpent()) {
                return new Cursor(endpoint, null);
            }
            if (endpoints.find(app, endpoint).isEmpty()) {
                continue;
            }
            Position next = from != null && endpoint.equals(from.endpoint()) ? from.position() : null;
            do {
                Stretch stretch = index.stretch(app, endpoint, kind, range, next, effort.room(AT_ONCE));
                List<Delivery> rows = deliveries.read(stretch.keys()).values().stream()
                        .filter(wanted)
                        .toList();
                effort.read(stretch.keys().size());
                effort.moved(rows.isEmpty() ? 0 : step.take(rows));
                next = stretch.next();
                if (next != null && effort.isSpent()) {
                    return new Cursor(endpoint, next);
                }
            } while (next != null);
        }
        return null;
    }
}
