package dev.sluice.local;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice normalize [FILE…|-]}. */
@Command(
        name = "normalize",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what becomes of provider input: one JSON object a line for every record of every file.",
            "Ids are those of an application that does not exist: an event's id depends on whose it is.",
            "Ends with 1 if any record was rejected."
        })
final class NormalizeCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to read; - or none: standard input.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean rejected = false;
        for (String file : Inputs.orStandardInput(files)) {
            NormalizeLines result =
                    NormalizeLines.of(file, Inputs.bytes(file), NormalizeLines.NO_APPLICATION, Instant.now());
            result.lines().forEach(out::println);
            rejected |= result.anyRejected();
        }
        return rejected ? Sluice.SOME_REJECTED : 0;
    }
}
