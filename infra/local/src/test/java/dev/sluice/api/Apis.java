package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.local.crash.Container;
import java.util.Map;
import java.util.Optional;

/** The real api, made of an environment, in containers that can die. */
public final class Apis {

    private final Ports real;
    private final Optional<String> adminKey;

    public Apis(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        this.real = Ports.of(environment);
        this.adminKey = AdminKey.read(environment);
    }

    /** What a cold start makes. */
    public RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> coldStart(Container container) {
        Ports ports = new Ports(
                real.tenants(),
                real.doors(),
                dispatch(container),
                real.effectStores(),
                real.sealer(),
                real.dataKeys(),
                real.urls(),
                real.askTable(),
                real.clock(),
                real.random());
        return new ApiHandler(ports, adminKey, Endpoints.MOST);
    }

    private Dispatch dispatch(Container container) {
        Dispatch dispatch = real.dispatch();
        return new Dispatch(
                dispatch.idempotency(),
                dispatch.endpoints(),
                dispatch.health(),
                container.port(EventStore.class, dispatch.events()),
                container.port(DispatchQueue.class, dispatch.queue()),
                dispatch.deliveries(),
                dispatch.held(),
                dispatch.indexed(),
                dispatch.dead(),
                dispatch.deadLetters());
    }
}
