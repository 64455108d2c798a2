package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of several, each of which asks an API: one JSON object a line on standard output, how far it is on standard error. */
abstract class ApiCommands implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Names no command of the several. */
    @Override
    public final void run() {
        throw wrongUsage("one of " + String.join(", ", spec.subcommands().keySet()) + " is missing");
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final ParameterException wrongUsage(String message) {
        CommandLine.ParseResult typed = spec.commandLine().getParseResult();
        return new ParameterException(
                typed.hasSubcommand() ? typed.subcommand().commandSpec().commandLine() : spec.commandLine(), message);
    }

    /**
     * Asks for each of several ids and prints a line for each. What is refused of one is its line, and does not end the others.
     *
     * @param line what is printed of an id and its answer
     * @return the exit status
     */
    final int forEach(
            ApiClient client,
            List<String> ids,
            Function<String, ApiRequest> request,
            BiFunction<String, JsonNode, JsonNode> line) {
        List<ApiRequest> requests = ids.stream().map(request).toList(); // of no id that is none, nothing is begun
        int status = 0;
        for (int i = 0; i < requests.size(); i++) {
            String id = ids.get(i);
            try {
                out().println(line.apply(id, client.ok(requests.get(i)).json()));
            } catch (ApiRefusal refusal) {
                if (!refusal.isOfWhatWasNamed()) {
                    throw refusal;
                }
                out().println(refusal.line(id));
                status = Sluice.SOME_REJECTED;
            }
        }
        return status;
    }
}
