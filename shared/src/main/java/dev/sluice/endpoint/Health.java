package dev.sluice.endpoint;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint's receiver has been doing. An endpoint that does well has nothing written down.
 *
 * @param slowUntil until when it is taken to be slow, unless that is found out anew; null if it never was
 * @param breaker whether it is delivered to
 * @param secretsOpenedAt when a delivery that found out for others was signed, so that what was held before may go; null if none was
 */
public record Health(
        @Nullable Instant slowUntil,
        Breaker breaker,
        @Nullable Instant secretsOpenedAt) {

    /** Of an endpoint of which nothing is known. */
    public static final Health GOOD = new Health(null, Breaker.CLOSED, null);

    /** Whether its deliveries wait for no one but each other and those of other slow ones. */
    public boolean isSlow(Instant now) {
        return slowUntil != null && now.isBefore(slowUntil);
    }
}
