package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice quarantine …}, over the HTTP API. */
@Command(
        name = "quarantine",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Rejected input: see it, try it again after a fix, let it go.",
            "Ends with 1 if an input is not there or is rejected still, with 2 if the API did not do it."
        })
final class QuarantineCommand implements Runnable {

    private static final String INPUTS = "/v1/quarantine";
    private static final int MOST_BYTES = 4 << 20; // of one answer

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of list, show, raw, replay, purge is missing");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "One JSON object a line, newest first.")
    int list(
            @Mixin ApiOptions api,
            @Option(names = "--reason", paramLabel = "CODE", description = "Only those rejected for this reason.")
                    @Nullable
                    String reason) {
        try (ApiClient client = api.client()) {
            forEach(client, reason, out()::println);
        }
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One input as a JSON object.")
    int show(@Mixin ApiOptions api, @Parameters(paramLabel = "ID") String id) {
        try (ApiClient client = api.client()) {
            Optional<ApiClient.Answer> input = client.found(path(id), Map.of());
            input.ifPresent(answer -> out().println(answer.json()));
            return input.isPresent() ? 0 : missing(id);
        }
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
            return client.found(path(id), Map.of()).isPresent() ? writeRaw(client, id, file) : missing(id);
        }
    }

    private int missing(String id) {
        spec.commandLine().getErr().println("sluice: there is no quarantined input " + id);
        return Sluice.SOME_REJECTED;
    }

    private static int writeRaw(ApiClient client, String id, @Nullable Path file) {
        try (OutputStream out = file == null ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(file)) {
            int offset = 0;
            byte[] read;
            do {
                read = client.ok("GET", path(id) + "/raw", Map.of("offset", Integer.toString(offset)))
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
            throw new ParameterException(
                    spec.commandLine(), "replay takes either ids, or --all and perhaps a --reason");
        }
        try (ApiClient client = api.client()) {
            List<String> wanted = new ArrayList<>();
            if (ids != null) {
                wanted.addAll(ids);
            }
            if (all) {
                // All before the first is tried: a list from which rows go while it is read is none.
                forEach(client, reason, input -> wanted.add(input.path("id").asText()));
            }
            boolean anyRejected = false;
            for (String id : wanted) {
                anyRejected |= !replay(client, id);
            }
            return anyRejected ? Sluice.SOME_REJECTED : 0;
        }
    }

    private boolean replay(ApiClient client, String id) {
        ApiClient.Answer answer = client.send("POST", path(id) + "/replay", Map.of());
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("id", id);
        boolean taken = switch (answer.status()) {
            case 200 -> {
                line.set("outcomes", answer.json().path("outcomes"));
                yield true;
            }
            case 404, 409 -> {
                JsonNode problem = answer.json();
                line.put(
                        "reason",
                        problem.path("detail_reason")
                                .asText(problem.path("reason").asText()));
                line.put("message", problem.path("detail").asText());
                yield false;
            }
            default -> throw unexpected(id, answer);
        };
        out().println(line);
        return taken;
    }

    private static IllegalStateException unexpected(String id, ApiClient.Answer answer) {
        return new IllegalStateException("the replay of " + id + " was answered " + answer.status() + ": "
                + answer.json().path("detail").asText());
    }

    @Command(
            name = "purge",
            mixinStandardHelpOptions = true,
            description = "Deletes every input received before a time, and says how many.")
    int purge(
            @Mixin ApiOptions api,
            @Option(
                            names = "--before",
                            required = true,
                            paramLabel = "TIME",
                            description = "Such as 2026-01-31T12:00:00Z.")
                    String before,
            @Option(names = "--reason", paramLabel = "CODE", description = "Only those rejected for this reason.")
                    @Nullable
                    String reason) {
        Map<String, @Nullable String> query = new HashMap<>();
        query.put("before", before);
        query.put("reason", reason);
        try (ApiClient client = api.client()) {
            long deleted = 0;
            JsonNode answer;
            do {
                answer = client.ok("DELETE", INPUTS, query).json();
                deleted += answer.path("deleted").asLong();
                query.put("after", answer.path("next").textValue());
            } while (answer.path("more").asBoolean());
            out().println(JsonNodeFactory.instance.objectNode().put("deleted", deleted));
        }
        return 0;
    }

    private static void forEach(ApiClient client, @Nullable String reason, Consumer<JsonNode> action) {
        Map<String, @Nullable String> query = new HashMap<>();
        query.put("limit", "100");
        query.put("reason", reason);
        String next;
        do {
            JsonNode page = client.ok("GET", INPUTS, query).json();
            page.path("data").forEach(action);
            next = page.path("next").textValue();
            query.put("after", next);
        } while (next != null);
    }

    private static String path(String id) {
        if (!id.matches("[A-Za-z0-9_]{1,64}")) {
            throw new IllegalArgumentException("no id of a quarantined input: it is rej_ and 26 characters");
        }
        return INPUTS + "/" + id;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
