package dev.sluice.local;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command that answers every line of its input with one line, in order. */
abstract class LineCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files to read; - or none: standard input.")
    private List<String> files = List.of();

    @Spec
    private CommandSpec spec;

    /** @param file as it was named */
    abstract LineResult answer(String file, String line);

    /** Answers everything in a file, line by line; whether any line failed. */
    boolean answerAll(String file, Consumer<LineResult> out) {
        return Inputs.anyLine(file, line -> {
            LineResult result = answer(file, line);
            out.accept(result);
            return result.failed();
        });
    }

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        boolean anyFailed = false;
        for (String file : Inputs.orStandardInput(files)) {
            anyFailed |= answerAll(file, result -> out.println(result.json()));
        }
        return anyFailed ? Sluice.SOME_REJECTED : 0;
    }
}
