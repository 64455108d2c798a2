package dev.sluice.local;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice explain}, over the HTTP API. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Why each endpoint has got an event, has not, or has not yet: one JSON object a line.",
            "Ends with 1 if there is no such event, with 2 if the API did not answer."
        })
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "EVENT", description = "The event's id, evt_ and 26 characters.")
    private String event = "";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ApiRequest request =
                ApiRequest.get(ApiPath.EVENT.of(event) + "/explain").asking("limit", "100");
        try (ApiClient client = api.client()) {
            client.rows(request, spec.commandLine().getOut()::println);
        }
        return 0;
    }
}
