package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
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

    private static final String CURRENT = "current";
    private static final String UNREADABLE = "unreadable";
    private static final String BUSY = "busy";

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = {
                "One JSON object a key, the most used first: how many sealed texts there are",
                "under it, and whether it seals now."
            })
    int status(@Mixin ApiOptions api) {
        Tallies keys = new Tallies("envelopes", "key");
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        try (ApiClient client = api.client()) {
            client.pages(ApiRequest.get("/v1/sealing"), page -> {
                said.set(CURRENT, page.path(CURRENT));
                keys.accept(page);
            });
        }
        for (ObjectNode key : keys.rows()) {
            JsonNode id = key.path("key");
            out().println(key.put(CURRENT, !id.isNull() && id.equals(said.path(CURRENT))));
        }
        return 0;
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
                line.set(CURRENT, page.path(CURRENT));
                sums.accept(page);
            });
        }
        out().println(line.setAll(sums.line()).toString());
        return sums.of(UNREADABLE) + sums.of(BUSY) == 0 ? 0 : Sluice.SOME_REJECTED;
    }
}
