package dev.sluice.dispatcher;

import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Who is slow. An attempt that is still open after two seconds marks its endpoint at once, while it goes on; every container sees that within
 * a second and moves the endpoint's messages to the slow queue. The mark ends a minute after the last such attempt. Safe for use by many threads.
 */
final class SlowLane {

    /** An attempt that takes longer is slow. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(2);

    /** How long a mark lasts. */
    static final Duration MARKED_FOR = Duration.ofMinutes(1);

    /** A mark is made anew when it ends sooner than that: two writes a minute for an endpoint, however many attempts are slow. */
    private static final Duration RENEWED_BEFORE = MARKED_FOR.dividedBy(2);

    private final HealthStore health;
    private final RecentEndpoints endpoints;
    private final Timer timer;
    private final DispatchListener listener;
    private final InstantSource clock;

    SlowLane(
            HealthStore health,
            RecentEndpoints endpoints,
            Timer timer,
            DispatchListener listener,
            InstantSource clock) {
        this.health = health;
        this.endpoints = endpoints;
        this.timer = timer;
        this.listener = listener;
        this.clock = clock;
    }

    /** Whether a message is for an endpoint that is slow. Not so where that cannot be told: its own turn finds out why. */
    boolean isForSlow(DispatchMessage message) {
        if (!(message instanceof DispatchMessage.One one)) {
            return false;
        }
        try {
            return isSlow(one.app(), one.endpoint(), clock.instant());
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Watches an attempt that begins now, until what is returned is called. */
    Runnable watch(AppId app, EndpointId endpoint) {
        return timer.after(SLOW_AFTER, () -> mark(app, endpoint));
    }

    private void mark(AppId app, EndpointId endpoint) {
        Instant now = clock.instant();
        try {
            if (isSlow(app, endpoint, now.plus(RENEWED_BEFORE))) {
                return;
            }
            Instant until = now.plus(MARKED_FOR);
            if (health.markSlow(app, endpoint, until)) {
                listener.slow(app, endpoint, until);
            }
        } catch (RuntimeException e) {
            listener.failed("marking " + endpoint + " as slow", e); // the next slow attempt marks it
        } finally {
            endpoints.forget(app, endpoint);
        }
    }

    private boolean isSlow(AppId app, EndpointId endpoint, Instant at) {
        return endpoints
                .find(app, endpoint)
                .filter(known -> known.health().isSlow(at))
                .isPresent();
    }
}
