package dev.sluice.dispatcher;

import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.HoldReason;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Lets a delivery through to its endpoint, or not: its breaker first, then its rate. An endpoint whose breaker is closed and which has no rate
 * costs nothing here. Safe for use by many threads.
 */
final class Turnstile {

    /** The longest that a message waits for its place; messages behind a delay are not in flight, but nothing tells of them either. */
    static final Duration LONGEST_BY_MESSAGE = Duration.ofMinutes(1);

    /** When somebody looks at what is held, where nothing tells of a better time. */
    static final Duration LOOK_SOON = Duration.ofMinutes(1);

    private final Breakers breakers;
    private final RateStore rates;
    private final InstantSource clock;

    Turnstile(Breakers breakers, RateStore rates, InstantSource clock) {
        this.breakers = breakers;
        this.rates = rates;
        this.clock = clock;
    }

    /** What becomes of a delivery that is due. */
    sealed interface Passage {

        /** It is attempted now; as the probe of an open breaker or as any other. */
        record Through(boolean isProbe) implements Passage {}

        /** It has a place, and is sent again to be there in time. */
        record Later(Duration delay) implements Passage {}

        /** Its row waits. */
        record Held(HoldReason reason, Instant lookAt) implements Passage {}
    }

    /** Decides for a message that was received, whose endpoint is active. */
    Passage pass(DispatchMessage.One message, int receives, HealthStore.Known known) {
        Instant now = clock.instant();
        Breaker breaker = known.health().breaker();
        if (breaker.isOpen()) {
            return passBreaker(message, breaker, now);
        }
        return passRate(message, receives, known, now);
    }

    /** The same for a test: whoever asks how a failing receiver does is told now, and not once its breaker lets somebody ask. */
    Passage passTest(DispatchMessage.One message, int receives, HealthStore.Known known) {
        return passRate(message, receives, known, clock.instant());
    }

    private Passage passRate(DispatchMessage.One message, int receives, HealthStore.Known known, Instant now) {
        Integer rate = known.endpoint().settings().rateLimit();
        boolean hasPlace = message.isPlaced() && receives == 1; // a retry takes a place of its own
        return rate == null || hasPlace ? new Passage.Through(false) : takePlace(message, rate, now);
    }

    private Passage passBreaker(DispatchMessage.One message, Breaker breaker, Instant now) {
        if (!breaker.takesProbe(now)) {
            return new Passage.Held(HoldReason.BREAKER, breaker.probeAt());
        }
        return breakers.takeProbe(message.app(), message.endpoint(), breaker)
                ? new Passage.Through(true)
                : new Passage.Held(HoldReason.BREAKER, now.plus(LOOK_SOON));
    }

    private Passage takePlace(DispatchMessage.One message, int perSecond, Instant now) {
        return rates.take(message.app(), message.endpoint(), perSecond, 1, now, now.plus(LONGEST_BY_MESSAGE))
                .<Passage>map(place -> {
                    Duration wait = place.until(0, now);
                    return wait.isZero() ? new Passage.Through(false) : new Passage.Later(wait);
                })
                .orElseGet(() -> new Passage.Held(HoldReason.RATE, now.plus(LOOK_SOON)));
    }
}
