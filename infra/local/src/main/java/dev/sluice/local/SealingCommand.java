package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice sealing}, over the HTTP API. */
@Command(
        name = "sealing",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Under which keys secrets are sealed, and sealing them anew after a change of keys. Takes an admin key.",
            "Ends with 1 if something could not be sealed anew, with 2 if the API did not do it."
        })
final class SealingCommand implements Runnable {

    private static final String ENVELOPES = "envelopes";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of status, reseal is missing");
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "One JSON object a key: how many sealed texts there are under it, and whether it seals now.")
    int status(@Mixin ApiOptions api) {
        Map<String, ObjectNode> keys = new TreeMap<>();
        try (ApiClient client = api.client()) {
            forEach(client, "GET", "/v1/sealing", page -> {
                String current = page.path("current").textValue();
                page.path("data").forEach(key -> add(keys, key, current));
            });
        }
        keys.values().forEach(spec.commandLine().getOut()::println);
        return 0;
    }

    /** Adds to what earlier pages had under the same key. */
    private static void add(Map<String, ObjectNode> keys, JsonNode key, @Nullable String current) {
        String id = key.path("key").asText();
        ObjectNode known = keys.get(id);
        long before = known == null ? 0 : known.path(ENVELOPES).asLong();
        ObjectNode sum = key.deepCopy();
        sum.put(ENVELOPES, before + key.path(ENVELOPES).asLong());
        sum.put("current", id.equals(current));
        keys.put(id, sum);
    }

    @Command(
            name = "reseal",
            mixinStandardHelpOptions = true,
            description =
                    "Seals anew what is not sealed under the current key, and says how much. May be ended and begun again.")
    int reseal(@Mixin ApiOptions api) {
        ObjectNode sum = JsonNodeFactory.instance.objectNode();
        try (ApiClient client = api.client()) {
            forEach(client, "POST", "/v1/sealing/reseal", page -> {
                sum.set("current", page.path("current"));
                for (String name : new String[] {"resealed", "unreadable", "busy"}) {
                    sum.put(name, sum.path(name).asLong() + page.path(name).asLong());
                }
            });
        }
        spec.commandLine().getOut().println(sum);
        boolean isAll = sum.path("unreadable").asLong() + sum.path("busy").asLong() == 0;
        return isAll ? 0 : Sluice.SOME_REJECTED;
    }

    private static void forEach(ApiClient client, String method, String path, Consumer<JsonNode> action) {
        Map<String, @Nullable String> query = new HashMap<>();
        String next;
        do {
            JsonNode page = client.ok(method, path, query).json();
            action.accept(page);
            next = page.path("next").textValue();
            query.put("after", next);
        } while (next != null);
    }
}
