package dev.sluice.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice endpoints …}, over the HTTP API. */
@Command(
        name = "endpoints",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Endpoints: which there are, how they do, and whether one takes webhooks.",
            "Ends with 1 if one does not or is not there, with 2 if the API did not do it."
        })
final class EndpointsCommand extends ApiCommands {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Each of them, the oldest first, and how it does: one JSON object a line.",
                "In health: its breaker, its failures in a row, when it is disabled."
            })
    int list(
            @Mixin ApiOptions api,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "Only those that are active, paused or disabled.")
                    @Nullable
                    String status,
            @Option(
                            names = "--failing",
                            description = "Only those whose last attempt failed, or whose breaker is open.")
                    @Nullable
                    Boolean failing) {
        ApiRequest request = ApiRequest.get("/v1/endpoints")
                .asking("limit", "100")
                .asking("status", status)
                .asking("failing", failing == null ? null : failing.toString());
        try (ApiClient client = api.client()) {
            client.rows(request, endpoint -> out().println(endpoint));
        }
        return 0;
    }

    @Command(
            name = "activate",
            mixinStandardHelpOptions = true,
            description = {
                "Delivers to paused and disabled endpoints again.",
                "Without a past: no failure is counted, the breaker is closed. Prints each."
            })
    int activate(
            @Mixin ApiOptions api,
            @Parameters(arity = "1..*", paramLabel = "ENDPOINT", description = "Their ids, ep_ and 26 characters.")
                    List<String> endpoints) {
        return setStatus(api, endpoints, "active");
    }

    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {
                "Delivers nothing to endpoints until they are activated.",
                "What is for them is held meanwhile, five days at most. Prints each."
            })
    int pause(
            @Mixin ApiOptions api,
            @Parameters(arity = "1..*", paramLabel = "ENDPOINT", description = "Their ids, ep_ and 26 characters.")
                    List<String> endpoints) {
        return setStatus(api, endpoints, "paused");
    }

    private int setStatus(ApiOptions api, List<String> endpoints, String status) {
        try (ApiClient client = api.client()) {
            return forEach(
                    client,
                    endpoints,
                    id -> new ApiRequest("PATCH", ApiPath.ENDPOINT.of(id), Map.of(), Map.of("status", status)),
                    (_, endpoint) -> endpoint);
        }
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = {
                "Sends an endpoint one signed event, and waits for what comes of it.",
                "Prints one JSON object: the outcome (delivered, failed, canceled, pending,",
                "refused), status or failure, duration and bytes.",
                "Ends with 0 only if it was delivered."
            })
    int test(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "ENDPOINT", description = "Its id, ep_ and 26 characters.") String endpoint,
            @Option(names = "--type", paramLabel = "TYPE", description = "Of the event; webhook.test unless given.")
                    @Nullable
                    String type,
            @Option(names = "--data", paramLabel = "JSON", description = "An object; {\"test\":true} unless given.")
                    @Nullable
                    String data,
            @Option(
                            names = "--wait",
                            paramLabel = "SECONDS",
                            defaultValue = "60",
                            description = "How long; ${DEFAULT-VALUE} unless given.")
                    int seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("--wait is less than 0");
        }
        ApiRequest request = ApiRequest.post(ApiPath.ENDPOINT.of(endpoint) + "/test")
                .saying("type", type)
                .saying("data", data == null ? null : object(data));
        try (ApiClient client = api.client()) {
            JsonNode begun = client.required(202, request).json();
            TestOutcome outcome = outcome(client, begun, Duration.ofSeconds(seconds));
            out().println(outcome.line());
            if (outcome.isOpen()) {
                err().println("sluice: nothing has come of it yet; sluice deliveries show says more later");
            }
            return outcome.isDelivered() ? 0 : Sluice.SOME_REJECTED;
        } catch (ApiRefusal refusal) {
            if (!refusal.isOfWhatWasNamed()) {
                throw refusal;
            }
            out().println(refusal.line(endpoint).put("outcome", "refused"));
            return Sluice.SOME_REJECTED;
        }
    }

    private static TestOutcome outcome(ApiClient client, JsonNode begun, Duration patience) {
        ApiRequest delivery =
                ApiRequest.get(ApiPath.DELIVERY.of(begun.path("id").asText()));
        long end = System.nanoTime() + patience.toNanos();
        TestOutcome outcome = TestOutcome.of(begun);
        while (outcome.isOpen() && System.nanoTime() < end) {
            waitForIt();
            outcome = TestOutcome.of(client.ok(delivery).json());
        }
        return outcome;
    }

    private static void waitForIt() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Its characters, as they were typed. */
    private static RawValue object(String text) {
        try {
            if (JSON.readTree(text).isObject()) {
                return new RawValue(text);
            }
        } catch (JsonProcessingException e) {
            // refused below
        }
        throw new IllegalArgumentException("--data is no JSON object");
    }
}
