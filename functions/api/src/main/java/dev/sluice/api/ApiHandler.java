package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.aws.Outage;
import dev.sluice.configuration.Environment;
import dev.sluice.signature.KeysUnavailable;
import java.util.Map;
import java.util.Optional;

/** The HTTP API behind API Gateway, payload format 2.0. Safe for use by many threads. */
public final class ApiHandler implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private final Router router;
    private final Priming priming; // held here: whoever takes the snapshot only has a weak reference

    /** As Lambda makes it: from the process's environment, primed before a snapshot is taken. */
    public ApiHandler() {
        this(System.getenv());
        priming.register();
    }

    /**
     * With the variables of {@code docs/contract.md}, "Configuration".
     *
     * @throws Environment.Invalid naming the variable that is wrong
     */
    public ApiHandler(Map<String, String> environment) {
        this(new Environment(environment));
    }

    private ApiHandler(Environment environment) {
        this(Ports.of(environment), AdminKey.read(environment), Endpoints.MOST);
    }

    /**
     * With other ports.
     *
     * @param adminKey the first admin key, if there is one
     * @param mostEndpoints of one application
     */
    ApiHandler(Ports ports, Optional<String> adminKey, int mostEndpoints) {
        AdminKey first = new AdminKey(adminKey, ports.tenants().keys(), ports.clock(), ports.random());
        router = Routes.of(ports, first, mostEndpoints);
        priming = new Priming(router, ports.sealer());
    }

    /** Answers; never throws for what a client, the table or the queue does. */
    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return answer(event, context).toResponse();
    }

    private Answer answer(APIGatewayV2HTTPEvent event, Context context) {
        try {
            return router.answer(Request.of(event));
        } catch (Refusal refusal) {
            return refusal.problem().answer();
        } catch (RuntimeException e) {
            String id = context.getAwsRequestId();
            context.getLogger().log(FailureLine.of(id, event, e));
            return problem(e).requestId(id).answer();
        }
    }

    private static Problem problem(RuntimeException e) {
        if (e instanceof KeysUnavailable) {
            return new Problem(Reason.SEALING_UNAVAILABLE, "KMS does not give out the key of secrets; try again");
        }
        return Outage.is(e)
                ? new Problem(Reason.UNAVAILABLE, "the table or the queue does not answer; try again")
                : new Problem(Reason.INTERNAL, "an error of our own; the log has more under request_id");
    }
}
