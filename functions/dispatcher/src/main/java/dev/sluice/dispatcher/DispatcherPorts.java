package dev.sluice.dispatcher;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.signature.SecretSealer;
import dev.sluice.wake.HeldStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a dispatcher is made of.
 *
 * @param schedule for endpoints without their own
 * @param attemptTimeout one bound over each attempt
 */
record DispatcherPorts(
        EventStore events,
        DeliveryStore deliveries,
        EndpointStore endpoints,
        HeldStore held,
        DispatchQueue queue,
        DeadLetterQueue deadLetters,
        SecretSealer sealer,
        WebhookSender sender,
        Visibility visibility,
        RetrySchedule schedule,
        Duration attemptTimeout,
        DispatchListener listener,
        InstantSource clock,
        RandomGenerator random) {}
