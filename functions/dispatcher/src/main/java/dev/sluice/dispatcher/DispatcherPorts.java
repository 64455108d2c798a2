package dev.sluice.dispatcher;

import dev.sluice.aws.AwsStack;
import dev.sluice.aws.SqsVisibility;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.UrlSettings;
import dev.sluice.signature.SecretSealer;
import dev.sluice.wake.HeldStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a dispatcher is made of.
 *
 * @param schedule for endpoints without their own
 * @param attemptTimeout one bound over each attempt, for endpoints without their own
 */
record DispatcherPorts(
        EventStore events,
        DeliveryStore deliveries,
        EndpointStore endpoints,
        HealthStore health,
        RateStore rates,
        HeldStore held,
        DispatchQueue queue,
        DispatchQueue slowQueue,
        DeadLetterQueue deadLetters,
        SecretSealer sealer,
        WebhookSender sender,
        Visibility visibility,
        Timer timer,
        RetrySchedule schedule,
        Duration attemptTimeout,
        DispatchListener listener,
        InstantSource clock,
        RandomGenerator random) {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15); // Standard Webhooks recommends 15 to 30 s

    /** These, of which one more is told; it hears of everything last. */
    DispatcherPorts telling(DispatchListener another) {
        return new DispatcherPorts(
                events,
                deliveries,
                endpoints,
                health,
                rates,
                held,
                queue,
                slowQueue,
                deadLetters,
                sealer,
                sender,
                visibility,
                timer,
                schedule,
                attemptTimeout,
                DispatchListener.all(listener, another),
                clock,
                random);
    }

    /** The real ones. */
    static DispatcherPorts of(Environment environment, DispatchListener listener) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Timer timer = new DaemonTimer();
        AwsStack stack = new AwsStack(environment, clock, random);
        Map<Lane, SqsVisibility> visibility = Map.of(Lane.FAST, stack.visibility(), Lane.SLOW, stack.slowVisibility());
        return new DispatcherPorts(
                stack.events(),
                stack.deliveries(),
                stack.endpoints(),
                stack.health(),
                stack.rates(),
                stack.held(),
                stack.dispatchQueue(),
                stack.slowQueue(),
                stack.deadLetters(),
                stack.sealer(),
                new HttpSender(UrlSettings.policy(environment), timer),
                (message, wait) ->
                        Objects.requireNonNull(visibility.get(message.lane())).change(message.receipt(), wait),
                timer,
                environment.value("SLUICE_RETRY_SCHEDULE", RetrySchedule::parse).orElse(RetrySchedule.DEFAULT),
                environment.duration(
                        "SLUICE_ATTEMPT_TIMEOUT",
                        ATTEMPT_TIMEOUT,
                        EndpointSettings.SHORTEST_TIMEOUT,
                        EndpointSettings.LONGEST_TIMEOUT),
                listener,
                clock,
                random);
    }
}
