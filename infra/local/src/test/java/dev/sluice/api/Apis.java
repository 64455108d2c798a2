package dev.sluice.api;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoApiKeyStore;
import dev.sluice.aws.DynamoIdempotencyStore;
import dev.sluice.configuration.Environment;
import dev.sluice.delivery.DispatchQueue;
import dev.sluice.delivery.EventStore;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.endpoint.UrlSettings;
import dev.sluice.local.crash.Container;
import dev.sluice.signature.SealingSettings;
import dev.sluice.signature.SecretSealer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** The real api, made of an environment, in containers that can die. */
public final class Apis {

    private final SecureRandom random = new SecureRandom();
    private final AwsStack stack;
    private final SecretSealer sealer;
    private final UrlPolicy urls;
    private final SnsPorts sns;
    private final String adminKey;

    public Apis(AwsStack stack, Map<String, String> variables) {
        Environment environment = new Environment(variables);
        this.stack = stack;
        this.sealer = SealingSettings.sealer(environment, random);
        this.urls = UrlSettings.policy(environment);
        this.sns = SnsPorts.of(environment, InstantSource.system());
        this.adminKey = environment.required("SLUICE_ADMIN_KEY");
    }

    /** What a cold start makes. */
    public RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> coldStart(Container container) {
        Ports ports = new Ports(
                stack.applications(),
                new DynamoApiKeyStore(stack.table()),
                new DynamoIdempotencyStore(stack.table()),
                stack.endpoints(),
                container.port(EventStore.class, stack.events()),
                stack.deliveries(),
                stack.held(),
                stack.suppressions(),
                stack.emailStatuses(),
                stack.endedObjects(),
                stack.ownerRules(),
                stack.quarantine(),
                Optional.empty(),
                stack.sources(),
                Optional.empty(),
                sns,
                container.port(DispatchQueue.class, stack.dispatchQueue()),
                stack.table()::ask,
                sealer,
                urls,
                InstantSource.system(),
                random);
        return new ApiHandler(ports, Optional.of(adminKey), Endpoints.MOST);
    }
}
