package dev.sluice.local;

import dev.sluice.endpoint.AddressPolicy;
import dev.sluice.endpoint.RetrySchedule;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice local}. */
@Command(
        name = "local",
        mixinStandardHelpOptions = true,
        description = {
            "Runs everything on this machine: all functions, and stand-ins for SNS, SQS, DynamoDB, SES, KMS, API Gateway and Lambda.",
            "Ends on Ctrl-C or TERM."
        })
final class LocalCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "${env:PORT:-3027}",
            description =
                    "The API's port; SNS, SQS, DynamoDB, the SES outbox, the demo receiver, Lambda and KMS take the seven behind it."
                            + " 0: any free ones. Default: PORT or 3027.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "${env:HOST:-127.0.0.1}",
            description = "The address to listen on. Default: HOST or 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps everything in DIR; what was accepted outlives any end.")
    private @Nullable Path data;

    @Option(
            names = "--retry-schedule",
            paramLabel = "WAITS",
            description = "Waits between attempts, such as 2s,4s,1m. Default: 5s,5m,30m,2h,5h,10h,10h.")
    private @Nullable String retrySchedule;

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "A further address that webhooks may be sent to, though it is not public.")
    private List<String> allowed = List.of();

    @Option(
            names = "--dispatchers",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many containers deliver at once, and as many beside them to slow endpoints: 2 to 1000."
                    + " Default: 10. The template's: 100 and 50.")
    private int dispatchers;

    @Option(
            names = "--sealing",
            paramLabel = "WAY",
            defaultValue = "file",
            description =
                    "Under whose keys secrets are sealed: file, or kms, of which there is a stand-in. Default: file."
                            + " With the same --data, what was sealed the other way opens.")
    private String sealing = "file";

    @Option(names = "--no-demo", description = "Without the demo endpoint and its receiver.")
    private boolean noDemo;

    @Option(
            names = "--json",
            description =
                    "Prints what the dispatcher prints in Lambda, log lines and metrics in JSON, in place of lines for people.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LocalOptions options = options();
        PrintWriter out = spec.commandLine().getOut();
        try (LocalSystem system = LocalSystem.start(options, json ? null : new Console(out))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                system.close();
                out.println("stopped");
                out.flush();
                Runtime.getRuntime().halt(0); // asked to end, and ended well: not the signal's number
            }));
            Greeting.print(system, out);
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private LocalOptions options() {
        if (port < 0 || port > 65_528) {
            throw new ParameterException(spec.commandLine(), "--port is " + port + ", not 0 to 65528");
        }
        @Nullable String waits = retrySchedule;
        RetrySchedule schedule =
                waits == null ? RetrySchedule.DEFAULT : value("--retry-schedule", () -> RetrySchedule.parse(waits));
        if (dispatchers < 2 || dispatchers > 1_000) {
            throw new ParameterException(spec.commandLine(), "--dispatchers is " + dispatchers + ", not 2 to 1000");
        }
        requireDirectory(data);
        value("--allow", () -> AddressPolicy.allowing(allowed));
        return new LocalOptions(host, port, data, schedule, allowed, dispatchers, !noDemo, sealing());
    }

    private LocalOptions.Sealing sealing() {
        return switch (sealing) {
            case "file" -> LocalOptions.Sealing.FILE;
            case "kms" -> LocalOptions.Sealing.KMS;
            default ->
                throw new ParameterException(spec.commandLine(), "--sealing is " + sealing + ", neither file nor kms");
        };
    }

    private void requireDirectory(@Nullable Path directory) {
        if (directory == null) {
            return;
        }
        if (directory.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--data is empty");
        }
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new ParameterException(spec.commandLine(), "--data " + directory + " is not a directory");
        }
    }

    private <T> T value(String option, Supplier<T> parsed) {
        try {
            return parsed.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage());
        }
    }
}
