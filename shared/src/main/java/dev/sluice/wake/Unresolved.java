package dev.sluice.wake;

import dev.sluice.endpoint.HealthStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Counts the deliveries that are dead and neither redriven nor purged. Each tick adds up the counts that are kept, and counts those endpoints
 * anew of which something was noted; a count that is wrong for whatever reason is right again after {@link #COUNTED_AT_LEAST}.
 */
public final class Unresolved {

    /** Also what nobody notes changes a count: a redrive by the console, a row that expires. */
    static final Duration COUNTED_AT_LEAST = Duration.ofMinutes(15);

    static final int MOST_COUNTS = 200;

    /** A row may be written, and the index follow, that much after the note. */
    private static final Duration SETTLES_IN = Duration.ofMinutes(1);

    private static final int COUNTED_IN_A_MINUTE = 10_000; // entries, for which DynamoDB asks some 200 read units

    private final DeadStore dead;
    private final IndexedDeliveries index;
    private final HealthStore endpoints;

    public Unresolved(DeadStore dead, IndexedDeliveries index, HealthStore endpoints) {
        this.dead = dead;
        this.index = index;
        this.endpoints = endpoints;
    }

    /**
     * Counts.
     *
     * @param timeLeft whether there is time to count one more endpoint; the others keep their last count
     * @return dead deliveries of all applications, without those of deleted endpoints
     */
    public long count(Instant now, BooleanSupplier timeLeft) {
        List<DeadStore.Noted> longestAgoFirst = dead.all().stream()
                .sorted(Comparator.comparing(
                        DeadStore.Noted::countedAt, Comparator.nullsFirst(Comparator.naturalOrder())))
                .toList();
        long sum = 0;
        int counts = 0;
        for (DeadStore.Noted noted : longestAgoFirst) {
            if (counts < MOST_COUNTS && isDue(noted, now) && timeLeft.getAsBoolean()) {
                counts++;
                sum += count(noted, now);
            } else {
                sum += noted.count();
            }
        }
        return sum;
    }

    private long count(DeadStore.Noted noted, Instant now) {
        boolean isThere = endpoints.find(noted.app(), noted.endpoint()).isPresent();
        long count = isThere ? index.count(noted.app(), noted.endpoint(), IndexedDeliveries.Kind.DEAD) : 0;
        // Not at once: a note comes before what is noted.
        if (count == 0 && noted.at().plus(COUNTED_AT_LEAST).isBefore(now)) {
            dead.forget(noted);
        } else {
            dead.counted(noted, count, now);
        }
        return count;
    }

    private static boolean isDue(DeadStore.Noted noted, Instant now) {
        Instant counted = noted.countedAt();
        if (counted == null || !counted.plus(COUNTED_AT_LEAST).isAfter(now)) {
            return true;
        }
        // Where many are dead, counting them each minute would cost more than what it tells is worth.
        Duration apart = Duration.ofMinutes(noted.count() / COUNTED_IN_A_MINUTE);
        return !noted.at().isBefore(counted.minus(SETTLES_IN))
                && !counted.plus(apart).isAfter(now);
    }
}
