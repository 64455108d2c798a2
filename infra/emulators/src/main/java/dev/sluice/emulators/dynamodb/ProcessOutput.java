package dev.sluice.emulators.dynamodb;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what the process prints, always, so that it never blocks on a full pipe; keeps the last lines for an error message. */
final class ProcessOutput {
    private static final int KEPT_LINES = 20;

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Deque<String> lastLines = new ArrayDeque<>();

    ProcessOutput(Process process) {
        Thread.ofVirtual().name("dynamodb-output").start(() -> read(process));
    }

    /** The port on which the process serves; waits until it does. */
    int awaitPort(Duration limit) throws IOException {
        try {
            return port.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("did not start; it printed: " + printed(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was starting", e);
        }
    }

    private void read(Process process) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(DynamoDbProcess.READY)) {
                    port.complete(Integer.parseInt(line.substring(DynamoDbProcess.READY.length())));
                }
                keep(line);
            }
            port.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > KEPT_LINES) {
                lastLines.removeFirst();
            }
        }
    }

    private String printed() {
        synchronized (lastLines) {
            return String.join("\n", lastLines);
        }
    }
}
