package dev.sluice.local;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.aws.AwsClients;
import dev.sluice.configuration.Environment;
import dev.sluice.emulators.gateway.HttpApi;
import dev.sluice.emulators.lambda.EventSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The api and the dispatcher, made from this process's environment, with what Lambda and API Gateway do before them: HTTP, and polling
 * and deleting from the dispatch queue. Their log lines go to the standard output. First prints the API's address on the standard
 * error, then answers each line of its input with one: {@code dispatch} starts the dispatcher, {@code rest} stops it, {@code cpu} is
 * asked for the nanoseconds of CPU that this process has used. Ends with its input.
 */
final class FunctionsProgram {

    private static final int CONTAINERS = 2;

    private final Map<String, String> environment = System.getenv();
    private final Functions functions = new Functions(environment, null);
    private final SqsClient poller = new AwsClients(new Environment(environment)).sqs();
    private @Nullable EventSource dispatcher;

    private FunctionsProgram() {}

    private String answer(String line) {
        return switch (line) {
            case "dispatch" -> {
                dispatcher = functions.dispatcher(
                        poller,
                        environment.get("SLUICE_DISPATCH_QUEUE_URL"),
                        StoresProgram.FUNCTION_TIMEOUT,
                        CONTAINERS);
                yield "dispatching";
            }
            case "rest" -> {
                if (dispatcher != null) {
                    dispatcher.close();
                    dispatcher = null;
                }
                yield "resting";
            }
            case "cpu" ->
                Long.toString(
                        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
            default -> throw new IllegalArgumentException("what is " + line + "?");
        };
    }

    public static void main(String[] arguments) throws Exception {
        FunctionsProgram program = new FunctionsProgram();
        try (HttpApi api = HttpApi.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        program.functions.api(),
                        InstantSource.system());
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.err.println("> " + api.uri());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.err.println("> " + program.answer(line));
            }
        }
        System.exit(0); // whatever threads there are
    }
}
