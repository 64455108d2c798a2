package dev.sluice.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a program prints: log lines go to the standard output of their process, past everything a test could put in its place. */
public final class Printed {

    private Printed() {}

    /**
     * Runs a class with a main method in a JVM of its own, with this JVM's class path.
     *
     * @return the lines of its standard output
     * @throws IllegalStateException if it does not end well within two minutes; what it says of that is on this JVM's standard error
     */
    public static List<String> by(Class<?> main) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(main.getName() + " did not end well");
            }
            return text.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
