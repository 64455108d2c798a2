package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed vectors are what the generator writes today, where npm can fetch the official package. */
final class ParityGeneratorTest {

    private static final Path GENERATOR = Path.of("src", "test", "parity");
    private static final Path COMMITTED =
            Path.of("src", "test", "resources", "dev", "sluice", "signature", "vectors.json");

    @Test
    void committedVectorsAreWhatTheGeneratorWrites() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "parity"));
        for (String file : List.of("generate.mjs", "package.json", "package-lock.json", ".npmrc")) {
            Files.write(folder.resolve(file), Files.readAllBytes(GENERATOR.resolve(file)));
        }
        // One try and short timeouts: without a network this has to say so, not to wait for one.
        Run install = run(
                folder,
                60,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--logs-max=0",
                "--prefer-offline",
                "--fetch-retries=0",
                "--fetch-timeout=15000");
        assertThat(install.output)
                .as("package.json and package-lock.json agree")
                .doesNotContain("EUSAGE");
        if (install.status != 0) {
            abort("NOT RUN: the official svix package is not to be had (npm ci: " + install.error() + ")");
        }

        Run generate = run(folder, 60, "node", "generate.mjs", "vectors.json");

        assertThat(generate.status).as(generate.output).isZero();
        assertThat(folder.resolve("vectors.json")).hasSameBinaryContentAs(COMMITTED);
    }

    private record Run(int status, String output) {
        /** The line that says what happened; npm prints it before its advice. */
        String error() {
            return output.lines()
                    .filter(line -> line.contains("error code"))
                    .findFirst()
                    .orElse(output);
        }
    }

    /** Runs to its end or for {@code seconds}, whichever comes first; leaves no process behind. */
    private static Run run(Path folder, int seconds, String... command) throws InterruptedException, IOException {
        Path log = folder.resolve(command[0] + ".log");
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            return abort("NOT RUN: there is no " + command[0] + " on the PATH");
        }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                    .toList()
                    .forEach(ProcessHandle::destroyForcibly);
            return new Run(-1, "no answer in " + seconds + " s");
        }
        return new Run(process.exitValue(), Files.readString(log));
    }
}
