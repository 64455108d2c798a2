package dev.sluice.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice replay}, over the HTTP API. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Sends an event to its endpoints once more, or one delivery, on the ramp.",
            "The ids and the bytes are the same. What is on its way is left alone, and",
            "counted as open. Prints the sums as one JSON object, or the delivery.",
            "Ends with 1 if it is not there or its event is not kept any more, with 2",
            "if the API did not do it."
        })
final class ReplayCommand implements Callable<Integer> {

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Parameters(paramLabel = "ID", description = "An event, evt_…, or a delivery, msg_…")
    private String id = "";

    @Option(names = "--endpoint", paramLabel = "ID", description = "Of an event: only to this one of its endpoints.")
    private @Nullable String endpoint;

    @Option(names = "--dry-run", description = "Of an event: only count.")
    private boolean isDry;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (ApiClient client = api.client()) {
            if (ApiPath.DELIVERY.isIdOf(id)) {
                replayDelivery(client);
            } else {
                replayEvent(client);
            }
        }
        return 0;
    }

    private void replayDelivery(ApiClient client) {
        if (endpoint != null || isDry) {
            throw new ParameterException(spec.commandLine(), "a delivery is replayed without further options");
        }
        spec.commandLine()
                .getOut()
                .println(client.ok(ApiRequest.post(ApiPath.DELIVERY.of(id) + "/replay"))
                        .json());
    }

    private void replayEvent(ApiClient client) {
        ApiRequest request = ApiRequest.post(ApiPath.EVENT.of(id) + "/replay")
                .saying("endpoint", endpoint)
                .saying("dry_run", isDry);
        PrintWriter err = spec.commandLine().getErr();
        Sums sums = new Sums(err, List.of("matched", "replayed", "open"));
        client.pages(request, sums);
        spec.commandLine().getOut().println(sums.line(isDry));
        if (endpoint != null) {
            StandingStill.tell(client, endpoint, err);
        }
    }
}
