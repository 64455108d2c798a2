package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.local.crash.Container;
import java.util.Map;

/** The real api, made of an environment, in containers that can die. */
public final class Apis {

    private final ApiConfiguration configuration;
    private final Ports real;

    public Apis(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        configuration = ApiConfiguration.of(environment);
        real = Ports.of(configuration, environment);
    }

    /** What a cold start makes. */
    public RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> coldStart(Container container) {
        Ports ports = new Ports(
                real.applications(),
                real.keys(),
                real.idempotency(),
                real.endpoints(),
                container.port(EventStore.class, real.events()),
                real.deliveries(),
                real.held(),
                container.port(DispatchQueue.class, real.queue()),
                real.askTable(),
                real.sealer(),
                real.urls(),
                real.clock(),
                real.random());
        return new ApiHandler(ports, configuration.adminKey(), Endpoints.MOST);
    }
}
