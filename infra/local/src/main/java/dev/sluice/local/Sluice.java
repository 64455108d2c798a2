package dev.sluice.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
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
            DeadCommand.class,
            DeliveriesCommand.class,
            EndpointsCommand.class,
            ExplainCommand.class,
            HeldCommand.class,
            NormalizeCommand.class,
            QuarantineCommand.class,
            RecoverCommand.class,
            ReplayCommand.class,
            SealingCommand.class,
            SignCommand.class,
            VerifyCommand.class,
            HelpCommand.class
        })
public final class Sluice {

    /** Some input was rejected or invalid. */
    static final int SOME_REJECTED = 1;

    /** API keys and secrets, by what they begin with. */
    private static final Pattern KEY = Pattern.compile("(?:slk|whsec|whsk)_[A-Za-z0-9+/=_-]{8,}");

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
                .setParameterExceptionHandler((misuse, words) -> {
                    PrintWriter to = misuse.getCommandLine().getErr();
                    to.println(withoutKey(String.valueOf(misuse.getMessage()), words));
                    misuse.getCommandLine().usage(to);
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("sluice: " + failure.getMessage());
                    return failure instanceof ApiRefusal refusal && refusal.isOfWhatWasNamed()
                            ? SOME_REJECTED
                            : CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    /** A command quotes what it does not know, a key among it, and logs keep what it prints. */
    private static String withoutKey(String message, String... words) {
        String shown = KEY.matcher(message).replaceAll("…");
        for (int i = 1; i < words.length; i++) {
            if (words[i - 1].equals("--key") && !words[i].isEmpty()) {
                shown = shown.replace(words[i], "…");
            }
        }
        return shown.replaceAll("--key=[^' ]+", "--key=…");
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
    }
}
