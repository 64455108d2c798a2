package dev.sluice.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice quarantine …}, over the HTTP API. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Rejected input: see it, try it again after a fix, let it go.",
            "Ends with 1 if an input is not there or is rejected still, with 2 if the API did not do it."
        })
final class QuarantineCommand extends ApiCommands {

    private static final String INPUTS = "/v1/quarantine";
    private static final int MOST_BYTES = 4 << 20; // of one answer

    @Command(name = "list", mixinStandardHelpOptions = true, description = "One JSON object a line, newest first.")
    int list(
            @Mixin ApiOptions api,
            @Option(names = "--reason", paramLabel = "CODE", description = "Only those rejected for this reason.")
                    @Nullable
                    String reason) {
        try (ApiClient client = api.client()) {
            client.rows(inputs(reason), out()::println);
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One input as a JSON object.")
    int show(@Mixin ApiOptions api, @Parameters(paramLabel = "ID") String id) {
        try (ApiClient client = api.client()) {
            out().println(client.ok(ApiRequest.get(ApiPath.QUARANTINED.of(id))).json());
        }
        return 0;
    }

    @Command(name = "raw", mixinStandardHelpOptions = true, description = "An input's bytes as they came.")
    int raw(
            @Mixin ApiOptions api,
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Where to write them; standard output unless given.")
                    @Nullable
                    Path file) {
        try (ApiClient client = api.client()) {
            client.ok(ApiRequest.get(ApiPath.QUARANTINED.of(id))); // before there is a file
            return writeRaw(client, id, file);
        }
    }

    private static int writeRaw(ApiClient client, String id, @Nullable Path file) {
        try (OutputStream out = file == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(file)) {
            int offset = 0;
            byte[] read;
            do {
                read = client.ok(ApiRequest.get(ApiPath.QUARANTINED.of(id) + "/raw")
                                .asking("offset", Integer.toString(offset)))
                        .bytes();
                out.write(read);
                offset += read.length;
            } while (read.length == MOST_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the bytes: " + e.getMessage(), e);
        }
        return 0;
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Tries inputs again, one line each; ends with 1 if any is rejected still.")
    int replay(
            @Mixin ApiOptions api,
            @Parameters(arity = "0..*", paramLabel = "ID") @Nullable List<String> ids,
            @Option(names = "--all", description = "Every input there is.") boolean all,
            @Option(names = "--reason", paramLabel = "CODE", description = "With --all: only those rejected for it.")
                    @Nullable
                    String reason) {
        boolean named = ids != null && !ids.isEmpty();
        if (all == named || (reason != null && !all)) {
            throw wrongUsage("replay takes either ids, or --all and perhaps a --reason");
        }
        try (ApiClient client = api.client()) {
            List<String> wanted = new ArrayList<>();
            if (ids != null) {
                wanted.addAll(ids);
            }
            if (all) {
                // All before the first is tried: a list from which rows go while it is read is none.
                client.rows(inputs(reason), input -> wanted.add(input.path("id").asText()));
            }
            return forEach(
                    client,
                    wanted,
                    id -> ApiRequest.post(ApiPath.QUARANTINED.of(id) + "/replay"),
                    (id, answer) -> JsonNodeFactory.instance
                            .objectNode()
                            .put("id", id)
                            .set("outcomes", answer.path("outcomes")));
        }
    }

    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = "Deletes every input received before a time, and says how many.")
    int purge(
            @Mixin ApiOptions api,
            @Option(names = "--before", required = true, paramLabel = "TIME", description = TimeText.FORM)
                    String before,
            @Option(names = "--reason", paramLabel = "CODE", description = "Only those rejected for this reason.")
                    @Nullable
                    String reason) {
        try (ApiClient client = api.client()) {
            Sums sums = new Sums(err(), List.of("deleted"));
            client.pages(
                    ApiRequest.delete(INPUTS)
                            .asking("before", TimeText.read(before, Instant.now()))
                            .asking("reason", reason),
                    sums);
            out().println(sums.line());
        }
        return 0;
    }

    private static ApiRequest inputs(@Nullable String reason) {
        return ApiRequest.get(INPUTS).asking("limit", "100").asking("reason", reason);
    }
}
