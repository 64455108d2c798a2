package dev.sluice.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that answers every line of its input with one line, in order. */
abstract class LineCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to read; - or none: standard input.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    abstract LineResult answer(String line);

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean anyFailed = false;
        for (String file : Inputs.orStandardInput(files)) {
            anyFailed |= Inputs.anyLine(file, line -> {
                LineResult result = answer(line);
                out.println(result.json());
                return result.failed();
            });
        }
        return anyFailed ? Sluice.SOME_REJECTED : 0;
    }
}
