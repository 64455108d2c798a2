package dev.sluice.local;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice deliveries …}, over the HTTP API. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Deliveries, each one event for one endpoint: see them, call them off.",
            "Ends with 1 if one is not there or has come to its end, with 2 if the API",
            "did not do it."
        })
final class DeliveriesCommand extends ApiCommands {

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Deliveries with their attempts: one JSON object a line.")
    int show(@Mixin ApiOptions api, @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        try (ApiClient client = api.client()) {
            return forEach(client, ids, id -> ApiRequest.get(ApiPath.DELIVERY.of(id)), (_, delivery) -> delivery);
        }
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = {
                "Calls off deliveries that have not come to their end: one JSON object a line.",
                "An attempt that is under way may still arrive."
            })
    int cancel(@Mixin ApiOptions api, @Parameters(arity = "1..*", paramLabel = "ID") List<String> ids) {
        try (ApiClient client = api.client()) {
            return forEach(
                    client, ids, id -> ApiRequest.post(ApiPath.DELIVERY.of(id) + "/cancel"), (_, delivery) -> delivery);
        }
    }
}
