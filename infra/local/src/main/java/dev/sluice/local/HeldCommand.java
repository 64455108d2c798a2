package dev.sluice.local;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice held …}, over the HTTP API. */
@Command(
        name = "held",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "What an endpoint holds: how far a redrive or replay is, and calling it off.",
            "Ends with 1 if there is no such endpoint, with 2 if the API did not do it."
        })
final class HeldCommand extends ApiCommands {

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "How many, by reason, and since when: one JSON object a line.")
    int list(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id, ep_ and 26 characters.") String endpoint) {
        try (ApiClient client = api.client()) {
            Tallies reasons = new Tallies("count", "reason");
            client.pages(ApiRequest.get(path(endpoint)), reasons);
            reasons.rows().forEach(out()::println);
        }
        return 0;
    }

    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            description = {
                "Calls off what is left of a redrive or replay, and says how many that were.",
                "Each is again what it was before: the dead are dead letters again."
            })
    int cancel(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id, ep_ and 26 characters.") String endpoint,
            @Option(names = "--reason", required = true, paramLabel = "CODE", description = "redrive or replay.")
                    String reason) {
        try (ApiClient client = api.client()) {
            Sums sums = new Sums(err(), List.of("canceled"));
            client.pages(ApiRequest.post(path(endpoint) + "/cancel").saying("reason", reason), sums);
            out().println(sums.line());
        }
        return 0;
    }

    private static String path(String endpoint) {
        return ApiPath.ENDPOINT.of(endpoint) + "/held";
    }
}
