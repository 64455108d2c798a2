package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice sealing}, over the HTTP API. */
@Command(
        name = "sealing",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Under which keys secrets are sealed, and sealing them anew after a change of keys. Takes an admin key.",
            "Ends with 1 if something could not be sealed anew, with 2 if the API did not do it."
        })
final class SealingCommand extends ApiCommands {

    private static final String ENVELOPES = "envelopes";
    private static final String UNREADABLE = "unreadable";
    private static final String BUSY = "busy";

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "One JSON object a key: how many sealed texts there are under it, and whether it seals now.")
    int status(@Mixin ApiOptions api) {
        Map<String, ObjectNode> keys = new TreeMap<>();
        try (ApiClient client = api.client()) {
            client.pages(ApiRequest.get("/v1/sealing"), page -> {
                String current = page.path("current").textValue();
                page.path("data").forEach(key -> add(keys, key, current));
            });
        }
        keys.values().forEach(out()::println);
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
        Sums sums = new Sums(err(), List.of("resealed", UNREADABLE, BUSY));
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        try (ApiClient client = api.client()) {
            client.pages(ApiRequest.post("/v1/sealing/reseal"), page -> {
                line.set("current", page.path("current"));
                sums.accept(page);
            });
        }
        out().println(line.setAll(sums.line()).toString());
        return sums.of(UNREADABLE) + sums.of(BUSY) == 0 ? 0 : Sluice.SOME_REJECTED;
    }
}
