package dev.sluice.api;

import dev.sluice.application.ApiKeyStore;
import dev.sluice.application.ApplicationStore;
import dev.sluice.application.OwnerRuleStore;
import dev.sluice.aws.AwsStack;
import dev.sluice.aws.DynamoApiKeyStore;
import dev.sluice.configuration.Environment;
import dev.sluice.event.AppId;
import java.util.Optional;

/**
 * Who there is, and what is whose.
 *
 * @param sesApplication the application of what no owner rule names
 */
record Tenants(
        ApplicationStore applications, ApiKeyStore keys, OwnerRuleStore ownerRules, Optional<AppId> sesApplication) {

    /** The real ones. */
    static Tenants of(Environment environment, AwsStack stack) {
        return new Tenants(
                stack.applications(),
                new DynamoApiKeyStore(stack.table()),
                stack.ownerRules(),
                environment.value("SLUICE_SES_APPLICATION", AppId::new));
    }
}
