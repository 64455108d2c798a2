package dev.sluice.dispatcher;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.DispatchListener;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.WebhookSender;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.RateStore;
import dev.sluice.local.crash.Container;
import dev.sluice.signature.SecretSealer;
import dev.sluice.telemetry.Metrics;
import dev.sluice.wake.HeldStore;
import java.time.InstantSource;
import java.util.Map;

/** The real dispatcher, made of an environment, in containers that can die. */
public final class Dispatchers {

    private final DispatcherPorts real;

    public Dispatchers(Map<String, String> environment, DispatchListener listener) {
        this.real = DispatcherPorts.of(new Environment(environment), listener);
    }

    /** What a cold start makes; only the connections to receivers are shared between containers. */
    public RequestHandler<SQSEvent, SQSBatchResponse> coldStart(Container container, InstantSource clock) {
        return container.hosting(new DispatchHandler(
                new DispatcherPorts(
                        container.port(EventStore.class, real.events()),
                        container.port(DeliveryStore.class, real.deliveries()),
                        container.port(EndpointStore.class, real.endpoints()),
                        container.port(HealthStore.class, real.health()),
                        container.port(RateStore.class, real.rates()),
                        container.port(HeldStore.class, real.held()),
                        container.port(DispatchQueue.class, real.queue()),
                        container.port(DispatchQueue.class, real.slowQueue()),
                        container.port(DeadLetterQueue.class, real.deadLetters()),
                        container.port(SecretSealer.class, real.sealer()),
                        container.port(WebhookSender.class, real.sender()),
                        (message, wait) -> {
                            container.requireAlive();
                            real.visibility().comeAgain(message, wait);
                        },
                        real.timer(),
                        real.schedule(),
                        real.attemptTimeout(),
                        container.port(DispatchListener.class, real.listener()),
                        clock,
                        real.random()),
                "sluice-slow",
                new Metrics()));
    }
}
