package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places in the rates of endpoints that have one, which all containers share. Places are as far apart as the rate says, the first of a second
 * with its beginning, so that no second has more of them than the rate allows. Safe for use by many threads.
 */
public interface RateStore {

    /**
     * Takes the next places of an endpoint, the earliest that are free. Those of this second may all be used at once.
     *
     * @param perSecond how many places a second has, at least 1
     * @param most how many to take, at least 1
     * @param now a place of an earlier second is none
     * @param until only places before this time are taken
     * @return empty if there is no free place before {@code until}, or the endpoint is gone
     */
    Optional<Places> take(AppId app, EndpointId id, int perSecond, int most, Instant now, Instant until);

    /**
     * Places that were taken.
     *
     * @param first the first place's time; may be earlier in the current second
     * @param number at least 1
     */
    record Places(Instant first, int number, int perSecond) {

        /**
         * How long to wait for a place, from 0: whole seconds, as queues wait, into the second that it belongs to; zero where that is the
         * current one.
         */
        public Duration until(int place, Instant now) {
            Instant second = first.plus(apart(perSecond).multipliedBy(place)).truncatedTo(ChronoUnit.SECONDS);
            return Duration.between(now.truncatedTo(ChronoUnit.SECONDS), second);
        }

        /** The time behind the last one: that of the next place to be had. */
        public Instant end() {
            return first.plus(apart(perSecond).multipliedBy(number));
        }
    }

    /**
     * The places that can be had: a pure function, for those who keep how far they are taken.
     *
     * @param taken the {@link Places#end} of those taken last; null for none
     */
    static Optional<Places> free(@Nullable Instant taken, int perSecond, int most, Instant now, Instant until) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        Instant first = taken == null || taken.isBefore(second) ? second : taken;
        Duration apart = apart(perSecond);
        long before = Math.ceilDiv(Math.max(0, ChronoUnit.MICROS.between(first, until)), apart.toNanos() / 1_000);
        int number = (int) Math.min(most, before);
        return number < 1 ? Optional.empty() : Optional.of(new Places(first, number, perSecond));
    }

    /** How far apart places are; rounded up to a microsecond, so that a second has none too many. */
    static Duration apart(int perSecond) {
        return Duration.of(Math.ceilDiv(1_000_000, perSecond), ChronoUnit.MICROS);
    }
}
