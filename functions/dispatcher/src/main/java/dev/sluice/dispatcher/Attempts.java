package dev.sluice.dispatcher;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Admission;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Decision;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.OperationalEvents;
import dev.sluice.delivery.RetryPolicy;
import dev.sluice.delivery.Status;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.wake.HeldStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One delivery's turn: send, decide, record, then act on what was recorded. Every step behind the record can be done again by the
 * message that a crash leaves behind. Safe for use by many threads.
 */
final class Attempts {

    private final DeliveryStore deliveries;
    private final RecentEndpoints endpoints;
    private final SlowLane slowLane;
    private final Breakers breakers;
    private final Turnstile turnstile;
    private final DispatchQueue fastQueue;
    private final DispatchQueue slowQueue;
    private final Disabling disabling;
    private final HealthStore health;
    private final HeldStore heldStore;
    private final DeadLetterQueue deadLetters;
    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final RetrySchedule defaultSchedule;
    private final Visibility visibility;
    private final Crowd fastCrowd;
    private final Crowd slowCrowd;
    private final DispatchListener listener;
    private final OperationalEvents operations;
    private final InstantSource clock;
    private final RandomGenerator random;

    Attempts(DispatcherPorts ports, RecentEndpoints endpoints, SlowLane slowLane, OperationalEvents operations) {
        this.operations = operations;
        this.deliveries = ports.deliveries();
        this.endpoints = endpoints;
        this.slowLane = slowLane;
        this.health = ports.health();
        this.heldStore = ports.held();
        this.disabling = new Disabling(ports.endpoints(), endpoints, ports.listener());
        this.breakers =
                new Breakers(ports.health(), endpoints, ports.held(), disabling, ports.listener(), ports.clock());
        this.turnstile = new Turnstile(breakers, ports.rates(), ports.clock());
        this.fastQueue = ports.queue();
        this.slowQueue = ports.slowQueue();
        this.deadLetters = ports.deadLetters();
        this.webhooks = new Webhooks(ports.sealer(), ports.attemptTimeout());
        this.sender = ports.sender();
        this.defaultSchedule = ports.schedule();
        this.visibility = ports.visibility();
        this.fastCrowd = new Crowd(ports.queue(), ports.listener(), ports.clock());
        this.slowCrowd = new Crowd(ports.slowQueue(), ports.listener(), ports.clock());
        this.listener = ports.listener();
        this.clock = ports.clock();
        this.random = ports.random();
    }

    /**
     * A delivery whose turn it is.
     *
     * @param before the row that what becomes of it is recorded against, null if there is none yet
     * @param delivery as it is tried: the row, the next series of it, or a first one
     */
    private record Turn(
            ReceivedMessage received,
            DispatchMessage.One message,
            AcceptedEvent event,
            @Nullable Delivery before,
            Delivery delivery) {
        boolean isTest() {
            return event.event().source().isTest();
        }
    }

    /**
     * Whether the message is done.
     *
     * @param end when an attempt has to have ended, so that it can be recorded
     */
    boolean handle(
            ReceivedMessage received,
            DispatchMessage.One message,
            AcceptedEvent event,
            @Nullable Delivery row,
            Instant end) {
        return switch (Admission.of(message.key(), message.series(), row, event, clock.instant())) {
            case Admission.Try(Delivery before, Delivery delivery) ->
                attempt(new Turn(received, message, event, before, delivery), end);
            case Admission.Acknowledge(String why) -> {
                tellAgain(row);
                listener.acknowledged(message, why);
                yield true;
            }
            case Admission.RepeatPointer(Delivery dead) -> {
                deadLetters.add(dead.pointer());
                operations.exhausted(dead, clock.instant());
                listener.acknowledged(message, "already_dead");
                yield true;
            }
            case Admission.RepeatHold(Delivery held) -> {
                lookSoon(held);
                listener.acknowledged(message, "held");
                yield true;
            }
            case Admission.WaitOn(Duration length) -> {
                visibility.comeAgain(received, length);
                yield false;
            }
        };
    }

    /** This message may be what is left of a crash before operators were told that the delivery has recovered. */
    private void tellAgain(@Nullable Delivery row) {
        if (row != null) {
            operations.delivered(row, clock.instant());
        }
    }

    /** Ends what has no event any longer. No pointer stands for it: there is nothing to redrive. */
    void end(DispatchMessage.One message, @Nullable Delivery row) {
        if (row != null && row.status() instanceof Status.Pending && row.series() == message.series()) {
            deadLetters.addNothingFor(row.key());
            Delivery dead = row.dead(Cause.without(Cause.Reason.PAYLOAD_MISSING), clock.instant());
            if (deliveries.write(row, dead)) {
                listener.dead(dead, null);
            }
        }
        listener.acknowledged(message, "event_expired");
    }

    private boolean attempt(Turn turn, Instant end) {
        Instant now = clock.instant();
        DispatchMessage.One message = turn.message();
        Optional<HealthStore.Known> known = endpoints.find(message.app(), message.endpoint());
        if (known.isEmpty()) {
            return cancel(turn, Status.Canceled.ENDPOINT_DELETED, now);
        }
        Endpoint endpoint = known.get().endpoint();
        if (endpoint.status() != EndpointStatus.ACTIVE) {
            operations.disabled(endpoint, now); // whoever disabled it may have died before it was told
            HoldReason reason = endpoint.status() == EndpointStatus.PAUSED ? HoldReason.PAUSED : HoldReason.DISABLED;
            return hold(turn, reason, now.plus(Turnstile.LOOK_SOON));
        }
        return switch (webhooks.request(message.key().id(), turn.event(), endpoint, now, Duration.between(now, end))) {
            case Webhooks.Made.Signed(WebhookRequest request) -> {
                if (message.isSecretProbe()) {
                    tellOthers(endpoint, now);
                }
                yield pass(turn, known.get(), request, now);
            }
            case Webhooks.Made.Unsigned(HoldReason reason, String why) -> {
                listener.notSigned(endpoint, why);
                yield hold(turn, reason, now.plus(Turnstile.LOOK_SOON));
            }
        };
    }

    /** What is held because of the endpoint's secrets may go: they open. */
    private void tellOthers(Endpoint endpoint, Instant now) {
        health.secretsOpened(endpoint.app(), endpoint.id(), now);
        heldStore.wakeBy(endpoint.app(), endpoint.id(), now);
    }

    private boolean pass(Turn turn, HealthStore.Known known, WebhookRequest request, Instant now) {
        Endpoint endpoint = known.endpoint();
        int receives = turn.received().receives();
        return switch (turn.isTest()
                ? turnstile.passTest(turn.message(), receives, known)
                : turnstile.pass(turn.message(), receives, known)) {
            case Turnstile.Passage.Through(boolean isProbe) -> send(turn, endpoint, request, isProbe);
            case Turnstile.Passage.Later(Duration delay) -> sendAgain(turn, delay);
            case Turnstile.Passage.Held(HoldReason reason, Instant lookAt) -> {
                operations.breakerOpened(endpoint, known.health().breaker(), now); // likewise
                yield hold(turn, reason, lookAt);
            }
        };
    }

    /** The message goes once another, behind its delay, stands for it. Neither row nor visibility carries the wait, which is short. */
    private boolean sendAgain(Turn turn, Duration delay) {
        DispatchQueue queue = turn.received().lane() == Lane.SLOW ? slowQueue : fastQueue;
        DispatchMessage placed = turn.message().placed();
        if (!queue.send(List.of(new DispatchQueue.Delayed(placed, delay))).isEmpty()) {
            visibility.comeAgain(turn.received(), delay);
            return false;
        }
        listener.acknowledged(turn.message(), "rate");
        return true;
    }

    private boolean send(Turn turn, Endpoint endpoint, WebhookRequest request, boolean isProbe) {
        Delivery delivery = turn.delivery();
        listener.attemptStarted(delivery.key(), delivery.series(), delivery.attempts() + 1);
        Instant started = clock.instant();
        AttemptResult result = sendWatched(endpoint, request);
        Instant ended = clock.instant();

        Attempt attempt = Attempt.of(
                delivery.attempts() + 1,
                delivery.series(),
                started,
                Duration.between(started, ended),
                request.body().length,
                result);
        Decision decision = turn.isTest()
                ? RetryPolicy.decideForTest(result)
                : decide(endpoint, delivery.turn(), result, ended, isProbe);
        Delivery.Wait wait = wait(decision, turn.received(), ended);
        if (decision instanceof Decision.EndpointGone) {
            // Before the row, so that whoever finds the row held finds the endpoint disabled.
            disabling.disable(endpoint, DisabledReason.GONE, ended);
        }
        breakers.note(endpoint, result, decision, turn.isTest());
        Delivery after = delivery.after(attempt, decision, wait, ended);
        if (!deliveries.write(turn.before(), after)) {
            listener.acknowledged(turn.message(), "lost_race");
            return true;
        }
        listener.attempted(
                after, attempt, decision, turn.event().event().source().trace());
        tell(after, attempt);
        return carryOut(decision, wait, turn.received(), after);
    }

    private Decision decide(Endpoint endpoint, int attempt, AttemptResult result, Instant now, boolean isProbe) {
        RetrySchedule own = endpoint.settings().schedule();
        RetryPolicy policy = new RetryPolicy(
                own == null ? defaultSchedule : own, endpoint.settings().retries4xx());
        return isProbe
                ? policy.decideForProbe(attempt, result, now, random)
                : policy.decide(attempt, result, now, random);
    }

    private void tell(Delivery after, Attempt attempt) {
        switch (after.status()) {
            case Status.Pending(Instant at) -> listener.retryScheduled(after, at);
            case Status.Held _ -> listener.held(after, attempt);
            case Status.Dead _ -> listener.dead(after, attempt);
            case Status.Delivered _, Status.Canceled _ -> {} // a test that failed is canceled: nothing follows from it
        }
    }

    private AttemptResult sendWatched(Endpoint endpoint, WebhookRequest request) {
        Runnable end = slowLane.watch(endpoint.app(), endpoint.id());
        try {
            return sender.send(request);
        } finally {
            end.run();
        }
    }

    private Delivery.Wait wait(Decision decision, ReceivedMessage received, Instant now) {
        Crowd crowd = received.lane() == Lane.SLOW ? slowCrowd : fastCrowd;
        return decision instanceof Decision.RetryAt(Instant at)
                ? crowd.carrier(Duration.between(now, at), received.receives())
                : Delivery.Wait.ROW;
    }

    private boolean carryOut(Decision decision, Delivery.Wait wait, ReceivedMessage received, Delivery after) {
        return switch (decision) {
            case Decision.Delivered _, Decision.TestFailed _ -> true;
            case Decision.RetryAt(Instant at) -> {
                if (wait == Delivery.Wait.ROW) {
                    yield true; // the scheduler wakes it
                }
                visibility.comeAgain(received, Duration.between(clock.instant(), at));
                yield false;
            }
            case Decision.GiveUp _ -> {
                deadLetters.add(after.pointer());
                yield true;
            }
            case Decision.EndpointGone _, Decision.ProbeFailed _ -> {
                lookSoon(after);
                yield true;
            }
        };
    }

    /** @param lookAt when somebody looks at what the endpoint holds, at the latest */
    private boolean hold(Turn turn, HoldReason reason, Instant lookAt) {
        if (turn.isTest()) {
            return cancel(turn, reason.code(), clock.instant()); // who asked is told now, and nobody days later
        }
        Delivery held = turn.delivery().held(reason, clock.instant());
        if (!deliveries.write(turn.before(), held)) {
            listener.acknowledged(turn.message(), "lost_race");
            return true;
        }
        listener.held(held, null);
        look(held, lookAt);
        return true;
    }

    private boolean cancel(Turn turn, String reason, Instant now) {
        boolean isCanceled = deliveries.write(turn.before(), turn.delivery().canceled(reason, now));
        listener.acknowledged(turn.message(), isCanceled ? "canceled" : "lost_race");
        return true;
    }

    private void lookSoon(Delivery held) {
        look(held, clock.instant().plus(Turnstile.LOOK_SOON));
    }

    private void look(Delivery held, Instant at) {
        heldStore.wakeBy(held.key().app(), held.key().id().endpoint(), at);
    }
}
