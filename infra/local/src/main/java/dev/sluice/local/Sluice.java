package dev.sluice.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line. Prints UTF-8 under any locale; ends with 0 when all is well, 1 when some input was not, 2 on wrong usage. */
@Command(
        name = "sluice",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Event ingester and webhook dispatcher for AWS, on this machine.",
        subcommands = {
            LocalCommand.class,
            ExplainCommand.class,
            NormalizeCommand.class,
            QuarantineCommand.class,
            SealingCommand.class,
            SignCommand.class,
            VerifyCommand.class,
            HelpCommand.class
        })
public final class Sluice {

    /** Some input was rejected or invalid. */
    static final int SOME_REJECTED = 1;

    private Sluice() {}

    /** Runs a command and ends the process. */
    public static void main(String... arguments) {
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        int status = run(out, err, arguments);
        out.flush();
        System.exit(status);
    }

    /** Runs a command; its exit status. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new Sluice())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("sluice: " + failure.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
