package dev.sluice.local;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice recover}, over the HTTP API. */
@Command(
        name = "recover",
        mixinStandardHelpOptions = true,
        description = {
            "Sends an endpoint what it has not got of a time, on the ramp.",
            "That is the events of then whose types it subscribes to now, also from",
            "before it existed.",
            "Prints the sums as one JSON object. What is interrupted has done what it",
            "said; once more, it does the rest.",
            "Ends with 1 if there is no such endpoint, with 2 if the API did not do it."
        })
final class RecoverCommand implements Callable<Integer> {

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "ENDPOINT", description = "Its id, ep_ and 26 characters.")
    private String endpoint = "";

    @Option(
            names = "--since",
            required = true,
            paramLabel = "TIME",
            description = "Events of then or later: " + TimeText.FORM)
    private String since = "";

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Events from before then; from before now unless given.")
    private @Nullable String until;

    @Option(
            names = "--missing-only",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Only what was not delivered; so it is unless --no-missing-only is given.")
    private boolean isMissingOnly = true;

    @Option(names = "--dry-run", description = "Only count.")
    private boolean isDry;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant now = Instant.now();
        ApiRequest request = ApiRequest.post(ApiPath.ENDPOINT.of(endpoint) + "/recover")
                .saying("since", TimeText.read(since, now))
                .saying("until", TimeText.read(until == null ? "0s" : until, now))
                .saying("missing_only", isMissingOnly)
                .saying("dry_run", isDry);
        PrintWriter err = spec.commandLine().getErr();
        Sums sums = new Sums(err, List.of("matched", "recovered", "open"));
        try (ApiClient client = api.client()) {
            client.pages(request, sums);
            spec.commandLine().getOut().println(sums.line(isDry));
            StandingStill.tell(client, endpoint, err);
        }
        return 0;
    }
}
