package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
        if (!event.matches("[A-Za-z0-9_]{1,64}")) {
            throw new IllegalArgumentException("no id of an event: it is evt_ and 26 characters");
        }
        Map<String, @Nullable String> query = new HashMap<>();
        query.put("limit", "100");
        try (ApiClient client = api.client()) {
            String next;
            do {
                Optional<ApiClient.Answer> answer = client.found("/v1/events/" + event + "/explain", query);
                if (answer.isEmpty()) {
                    spec.commandLine().getErr().println("sluice: there is no event " + event);
                    return Sluice.SOME_REJECTED;
                }
                JsonNode page = answer.get().json();
                page.path("data").forEach(spec.commandLine().getOut()::println);
                next = page.path("next").textValue();
                query.put("after", next);
            } while (next != null);
        }
        return 0;
    }
}
