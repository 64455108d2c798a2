package dev.sluice.local;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.api.ApiHandler;
import java.util.Map;

/**
 * The api, which can be deployed anew: one of its variables names an application, and there is none before it was made through the api.
 * Safe for use by many threads.
 */
final class DeployedApi implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private volatile ApiHandler handler;

    DeployedApi(Map<String, String> environment) {
        this.handler = new ApiHandler(environment);
    }

    /** Has later requests answered by a handler made from these variables. */
    void deploy(Map<String, String> environment) {
        handler = new ApiHandler(environment);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        return handler.handleRequest(event, context);
    }
}
