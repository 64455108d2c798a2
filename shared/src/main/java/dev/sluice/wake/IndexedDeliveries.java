package dev.sluice.wake;

import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.event.SortableId;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's held and dead deliveries, from the index in which every one of them stands: read in stretches, however many there are. May be
 * a moment behind the rows, and has those that expired until they are deleted: whoever acts on an entry reads its row first. Safe for use
 * by many threads.
 */
public interface IndexedDeliveries {

    /** Which deliveries. */
    enum Kind {
        /** By the time of the hold. */
        HELD,
        /** By the time of death. */
        DEAD
    }

    /**
     * A stretch. The order is that of no time, but the same each time, so that what is behind a position stays behind it.
     *
     * @param range of the hold's or the death's times
     * @param behind where to go on, null for the beginning
     * @param limit at least 1
     */
    Stretch stretch(AppId app, EndpointId endpoint, Kind kind, Range range, @Nullable Position behind, int limit);

    /** How many there are. */
    long count(AppId app, EndpointId endpoint, Kind kind);

    /**
     * Part of what there is.
     *
     * @param next where to go on; null if this was the last
     */
    record Stretch(List<DeliveryKey> keys, @Nullable Position next) {

        /** Copies the keys. */
        public Stretch {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Times of whole milliseconds.
     *
     * @param from and later
     * @param until before
     */
    record Range(Instant from, Instant until) {

        /** Always. */
        public static final Range ALL = new Range(Instant.EPOCH, Instant.ofEpochMilli(1L << 48));

        /** Whether a time is in it. */
        public boolean has(Instant time) {
            return !time.isBefore(from) && time.isBefore(until);
        }
    }

    /**
     * An entry, whether or not it is there still.
     *
     * @param shard 0 to 7
     */
    record Position(int shard, Instant at, EventId event) {

        private static final Pattern FORM = Pattern.compile("[0-7]\\.[0-9]{1,15}\\.[0-9A-Z]{26}");

        /** Reads the text form. */
        public static Position parse(String text) {
            if (!isValid(text)) {
                throw new IllegalArgumentException("not a position of the form <shard>.<milliseconds>.<event>");
            }
            String[] parts = text.split("\\.", -1);
            return new Position(
                    Integer.parseInt(parts[0]),
                    Instant.ofEpochMilli(Long.parseLong(parts[1])),
                    EventId.ofBare(parts[2]));
        }

        /** Whether a text has the form of a position. */
        public static boolean isValid(String text) {
            return FORM.matcher(text).matches()
                    && SortableId.isPrefixed("", text.substring(text.length() - SortableId.LENGTH));
        }

        @Override
        public String toString() {
            return shard + "." + at.toEpochMilli() + "." + event.bare();
        }
    }
}
