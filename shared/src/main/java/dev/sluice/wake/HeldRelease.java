package dev.sluice.wake;

import dev.sluice.delivery.Cause;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One look at an endpoint with held deliveries: released on a ramp when it is open for business, dead when held too long, canceled
 * when it is deleted. Rows first, then messages: what is lost between wakes by its row.
 */
final class HeldRelease {

    /** Held longer than this, a delivery is dead. */
    static final Duration LONGEST_HOLD = Duration.ofDays(5);

    private static final int SAW_NOTHING = -1; // in place of a share
    private static final int FIRST_SHARE = 60; // a minute's share: one a second, then twice as many each minute
    private static final int LARGEST_SHARE = 3_840;
    private static final int SHARE_WHEN_CLOSED = 500;
    private static final Duration LOOK_TAKES_AT_MOST = Duration.ofMinutes(10);
    private static final Duration OPEN_AGAIN = Duration.ofMinutes(1);
    private static final Duration CLOSED_AGAIN = Duration.ofHours(1);

    /**
     * Places in an endpoint's rate are taken for the minute that comes and the one behind it. What is new takes those of a minute at most, so
     * that what is held goes first.
     */
    private static final Duration LATEST_PLACE = OPEN_AGAIN.multipliedBy(2);

    private final HeldStore heldStore;
    private final HealthStore endpoints;
    private final RateStore rates;
    private final DeliveryStore deliveries;
    private final DispatchQueue queue;
    private final DeadLetterQueue deadLetters;
    private final WakeListener listener;

    HeldRelease(
            HeldStore heldStore,
            HealthStore endpoints,
            RateStore rates,
            DeliveryStore deliveries,
            DispatchQueue queue,
            DeadLetterQueue deadLetters,
            WakeListener listener) {
        this.heldStore = heldStore;
        this.endpoints = endpoints;
        this.rates = rates;
        this.deliveries = deliveries;
        this.queue = queue;
        this.deadLetters = deadLetters;
        this.listener = listener;
    }

    /** Whether the held deliveries of an endpoint may go. */
    private enum Way {
        /** All of them, on a ramp. */
        OPEN,
        /** One of them, to find out whether the breaker may close. */
        FOR_A_PROBE,
        /** None until the breaker takes the next probe. */
        BEHIND_BREAKER,
        /** None: the endpoint is paused or disabled. */
        CLOSED,
        /** Nowhere: the endpoint is deleted. */
        GONE;

        static Way of(Optional<HealthStore.Known> known, Instant now) {
            if (known.isEmpty()) {
                return GONE;
            }
            if (known.get().endpoint().status() != EndpointStatus.ACTIVE) {
                return CLOSED;
            }
            Breaker breaker = known.get().health().breaker();
            if (!breaker.isOpen()) {
                return OPEN;
            }
            return breaker.takesProbe(now) ? FOR_A_PROBE : BEHIND_BREAKER;
        }
    }

    /** Looks at one endpoint; how many deliveries moved. */
    int look(AppId app, EndpointId id, Instant now) {
        Instant taken = now.plus(LOOK_TAKES_AT_MOST);
        Optional<Integer> lastShare = heldStore.take(app, id, now, taken);
        if (lastShare.isEmpty()) {
            return 0;
        }
        Optional<HealthStore.Known> known = endpoints.find(app, id);
        Way way = Way.of(known, now);
        int share = way == Way.OPEN ? share(known.orElseThrow().endpoint(), lastShare.get()) : SHARE_WHEN_CLOSED;
        List<Delivery> held = deliveries.read(heldStore.held(app, id, share)).values().stream()
                .filter(delivery -> delivery.status() instanceof Status.Held)
                .sorted(Comparator.comparing(delivery -> ((Status.Held) delivery.status()).since()))
                .toList();
        int moved = switch (way) {
            case OPEN -> release(held, known.orElseThrow(), share, now);
            case FOR_A_PROBE -> probe(held, UnaryOperator.identity(), now);
            case BEHIND_BREAKER, CLOSED -> bury(held, now);
            case GONE -> cancel(held, now);
        };
        boolean isRamp = way == Way.OPEN && moved * 2 >= held.size(); // no ramp where only a probe moved
        if (held.isEmpty()) {
            settleEmpty(app, id, taken, lastShare.get(), now);
        } else {
            heldStore.settle(app, id, taken, next(way, known, moved, now), isRamp ? share : 0);
        }
        return moved;
    }

    /** Nothing held is only believed when it is seen twice: the index may be behind, and so may a dispatcher's endpoint, by a second. */
    private void settleEmpty(AppId app, EndpointId id, Instant taken, int lastShare, Instant now) {
        heldStore.settle(app, id, taken, lastShare == SAW_NOTHING ? null : now.plus(OPEN_AGAIN), SAW_NOTHING);
    }

    private static Instant next(Way way, Optional<HealthStore.Known> known, int moved, Instant now) {
        return switch (way) {
            case OPEN, FOR_A_PROBE, GONE -> now.plus(OPEN_AGAIN);
            case BEHIND_BREAKER -> known.orElseThrow().health().breaker().probeAt();
            case CLOSED -> now.plus(moved > 0 ? OPEN_AGAIN : CLOSED_AGAIN);
        };
    }

    /** How many may go in the next minute: as many as the endpoint's rate allows, for that says what it can take; else twice as many as last time. */
    private static int share(Endpoint endpoint, int lastShare) {
        Integer rate = endpoint.settings().rateLimit();
        return rate == null
                ? Math.clamp(lastShare * 2L, FIRST_SHARE, LARGEST_SHARE)
                : Math.clamp(rate * OPEN_AGAIN.toSeconds(), 1, LARGEST_SHARE);
    }

    private int release(List<Delivery> held, HealthStore.Known known, int share, Instant now) {
        Endpoint endpoint = known.endpoint();
        List<Delivery> free = new ArrayList<>();
        List<Delivery> stuck = new ArrayList<>();
        held.forEach(delivery -> (isHeldBySecretStill(delivery, known) ? stuck : free).add(delivery));
        // Nothing was changed at the endpoint, but the keys may have been mended since, or KMS be back: one of the
        // stuck finds out.
        Integer rate = endpoint.settings().rateLimit();
        int sent = rate == null ? send(free, share, now) : sendAtRate(free, endpoint, rate, now);
        return sent + probeSecret(stuck, now);
    }

    /** A secret may never be mended. The status's time is that of the last try; the delivery has that of the first. */
    private int probeSecret(List<Delivery> stuck, Instant now) {
        boolean isHopeless = !stuck.isEmpty()
                && Objects.requireNonNull(stuck.getLast().heldSince())
                        .plus(LONGEST_HOLD)
                        .isBefore(now);
        return isHopeless
                ? bury(stuck.subList(0, stuck.size() - 1), now) + bury(stuck.getLast(), now)
                : probe(stuck, DispatchMessage.One::probingSecrets, now);
    }

    private int sendAtRate(List<Delivery> free, Endpoint endpoint, int rate, Instant now) {
        if (free.isEmpty()) {
            return 0;
        }
        return rates.take(endpoint.app(), endpoint.id(), rate, free.size(), now, now.plus(LATEST_PLACE))
                .map(places -> {
                    List<Release> releases = new ArrayList<>();
                    for (int i = 0; i < places.number(); i++) {
                        releases.add(new Release(free.get(i), places.until(i, now), DispatchMessage.One::placed));
                    }
                    return send(releases, now);
                })
                .orElse(0);
    }

    /**
     * Sends one delivery, which finds out for the others: the youngest, for a probe's hold begins anew, and the others' must come to an
     * end. A breaker's probes end when its endpoint is disabled, whatever their events' age: they may have been redriven.
     */
    private int probe(List<Delivery> held, UnaryOperator<DispatchMessage.One> kind, Instant now) {
        if (held.isEmpty()) {
            return 0;
        }
        int buried = bury(held.subList(0, held.size() - 1), now);
        return buried + send(List.of(new Release(held.getLast(), Duration.ZERO, kind)), now);
    }

    /** @param kind what its message says besides: that a place in the endpoint's rate is taken for it, or that it is a probe */
    private record Release(Delivery delivery, Duration delay, UnaryOperator<DispatchMessage.One> kind) {
        DispatchMessage.One message() {
            return kind.apply(DispatchMessage.One.of(delivery.key(), delivery.series()));
        }
    }

    /** Sends them spread over a minute. */
    private int send(List<Delivery> released, int share, Instant now) {
        List<Release> releases = new ArrayList<>();
        for (Delivery delivery : released) {
            Duration delay = OPEN_AGAIN.multipliedBy(releases.size()).dividedBy(share);
            releases.add(new Release(delivery, delay, UnaryOperator.identity()));
        }
        return send(releases, now);
    }

    private int send(List<Release> releases, Instant now) {
        List<DispatchQueue.Delayed> messages = new ArrayList<>();
        for (Release release : releases) {
            Delivery held = release.delivery();
            Delivery free = held.released(now.plus(release.delay()), now);
            if (deliveries.write(held, free)) {
                listener.released(free);
                messages.add(new DispatchQueue.Delayed(release.message(), release.delay()));
            }
        }
        queue.send(messages); // what it does not take wakes by its row
        return messages.size();
    }

    private static boolean isHeldBySecretStill(Delivery delivery, HealthStore.Known known) {
        Status.Held status = (Status.Held) delivery.status();
        return status.reason().isOfSecrets() && !known.mayOpenSecretsSince(status.since());
    }

    private int cancel(List<Delivery> held, Instant now) {
        int moved = 0;
        for (Delivery delivery : held) {
            Delivery canceled = delivery.canceled(Status.Canceled.ENDPOINT_DELETED, now);
            if (deliveries.write(delivery, canceled)) {
                listener.canceled(canceled);
                moved++;
            }
        }
        return moved;
    }

    /** Those that are held too long are dead. */
    private int bury(List<Delivery> held, Instant now) {
        int moved = 0;
        for (Delivery delivery : held) {
            Instant since = ((Status.Held) delivery.status()).since();
            if (since.plus(LONGEST_HOLD).isBefore(now)) {
                moved += bury(delivery, now);
            }
        }
        return moved;
    }

    private int bury(Delivery delivery, Instant now) {
        // Before the row: a pointer too many does no harm, a missing one is silence.
        deadLetters.add(delivery.pointer());
        Delivery dead = delivery.dead(Cause.without(Cause.Reason.HELD_TOO_LONG), now);
        if (!deliveries.write(delivery, dead)) {
            return 0;
        }
        listener.dead(dead);
        return 1;
    }
}
