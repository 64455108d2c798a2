package dev.sluice.local;

import dev.sluice.emulators.function.RuntimeApi;
import dev.sluice.emulators.sqs.SqsEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A function as deployed: a Java process with the real runtime interface client on its class path and nothing else, in the directory of
 * the unpacked zip, from which the client loads the handler as it does in Lambda ({@code .} and {@code lib/*.jar}).
 */
final class FunctionProcess implements AutoCloseable {

    private static final Path CLIENT = EventFiles.root().resolve("infra/local/target/runtime-interface-client");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(120); // with the start of the process

    private final Process process;
    private final RuntimeApi api;
    private final Path log;

    private FunctionProcess(Process process, RuntimeApi api, Path log) {
        this.process = process;
        this.api = api;
        this.log = log;
    }

    /**
     * Starts a process; it may be gone again when this returns.
     *
     * @param task where the zip is unpacked
     * @param environment beside the variables that Lambda itself sets
     */
    static FunctionProcess start(Function function, Path task, Map<String, String> environment) throws IOException {
        String name = function.name();
        RuntimeApi api = RuntimeApi.start(
                "arn:aws:lambda:us-east-1:123456789012:function:" + name, TIMEOUT, InstantSource.system());
        Path log = Files.createTempFile(task.getParent(), name, ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        CLIENT.resolve("*").toString(),
                        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                        function.handler())
                .directory(task.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(lambda(function, task));
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().putAll(environment);
        try {
            return new FunctionProcess(builder.start(), api, log);
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /** What Lambda sets: "Defined runtime environment variables" in its developer guide. */
    private static Map<String, String> lambda(Function function, Path task) {
        Map<String, String> variables = new HashMap<>();
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_DEFAULT_REGION", SqsEmulator.REGION);
        variables.put("AWS_REGION", SqsEmulator.REGION);
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        variables.put("LAMBDA_TASK_ROOT", task.toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        return variables;
    }

    /** What the process answers to an event. */
    RuntimeApi.Answer invoke(String event) throws Exception {
        CompletableFuture<RuntimeApi.Answer> answer = api.invoke(event);
        CompletableFuture.anyOf(answer, process.onExit()).get(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS);
        if (!answer.isDone()) {
            throw new IllegalStateException("ended with " + process.exitValue() + " and no answer: " + printed());
        }
        return answer.get();
    }

    /** Everything that the process has printed. */
    String printed() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        api.close();
    }
}
