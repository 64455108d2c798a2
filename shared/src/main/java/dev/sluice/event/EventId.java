package dev.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An event: {@code evt_} and 26 characters that sort by the source's own time. The same occurrence, however often and by
 * whatever way it is reported, has the same id. An id authorizes nothing.
 */
public record EventId(String value) {

    private static final String PREFIX = "evt_";
    private static final Instant EARLIEST = Instant.parse("2010-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    /** @throws IllegalArgumentException for anything but {@code evt_} and 26 characters of Crockford base32 */
    public EventId {
        SortableId.requirePrefixed(PREFIX, value);
    }

    /**
     * The id of an occurrence: 48 bits of the source's time, then 80 bits of SHA-256 over tenant, source and key, each behind its
     * length so that no two triples run together.
     *
     * @param source the source's kind, such as {@code ses}
     * @param key what the source calls this occurrence
     * @param time the source's own time; when absent or {@linkplain #isUsable not usable}, hash bits take its place
     */
    public static EventId of(AppId app, String source, String key, @Nullable Instant time, Instant now) {
        byte[] hash = sha256(app.value(), source, key);
        ByteBuffer bits = ByteBuffer.wrap(hash);
        byte[] tail = new byte[SortableId.TAIL_BYTES];
        bits.get(tail);
        long millis = time != null && isUsable(time, now) ? time.toEpochMilli() : bits.getLong() >>> 16;
        return new EventId(PREFIX + SortableId.of(millis, tail));
    }

    /** A new id for an occurrence that its source does not name: time and random bits. */
    public static EventId create(Instant time, RandomGenerator random) {
        return new EventId(PREFIX + SortableId.random(time.toEpochMilli(), random));
    }

    /**
     * The least id of events of that time or later: every smaller one is of an earlier time.
     *
     * @param time from 1970, in 48 bits of milliseconds
     */
    public static EventId firstOf(Instant time) {
        return new EventId(PREFIX + SortableId.of(time.toEpochMilli(), new byte[SortableId.TAIL_BYTES]));
    }

    /** Whether a source's time may stand in an id: from 2010 to one day ahead of {@code now}. */
    public static boolean isUsable(Instant time, Instant now) {
        return !time.isBefore(EARLIEST) && !time.isAfter(now.plus(AHEAD));
    }

    /** Whether {@code text} has the form of an event id. */
    public static boolean isValid(String text) {
        return SortableId.isPrefixed(PREFIX, text);
    }

    /** The 26 characters without the prefix. */
    public String bare() {
        return value.substring(PREFIX.length());
    }

    /** The event with these 26 characters. */
    public static EventId ofBare(String bare) {
        return new EventId(PREFIX + bare);
    }

    @Override
    public String toString() {
        return value;
    }

    private static byte[] sha256(String app, String source, String key) {
        byte[] appBytes = app.getBytes(StandardCharsets.UTF_8);
        byte[] sourceBytes = source.getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[3 * Integer.BYTES + appBytes.length + sourceBytes.length + keyBytes.length];
        ByteBuffer.wrap(all)
                .putInt(appBytes.length)
                .put(appBytes)
                .putInt(sourceBytes.length)
                .put(sourceBytes)
                .putInt(keyBytes.length)
                .put(keyBytes);
        return Sha256.of(all);
    }
}
