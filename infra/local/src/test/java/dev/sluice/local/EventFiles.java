package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;

/** {@code infra/events}: what AWS sends to each function. */
final class EventFiles {

    static final ObjectMapper JSON = new ObjectMapper();

    private EventFiles() {}

    /** The project's root: the nearest directory here or above with its template. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("template.yaml"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /** The names of all files, in their order. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(root().resolve("infra/events"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The text of a file. */
    static String text(String name) {
        try {
            return Files.readString(root().resolve("infra/events").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String name) throws IOException {
        return JSON.readTree(text(name));
    }

    /** A received message as SQS hands it to a function, in the form of {@code dispatch-batch.json}. */
    static String batchOf(Message message) throws IOException {
        ObjectNode batch = (ObjectNode) json("dispatch-batch.json");
        ObjectNode item = (ObjectNode) batch.at("/Records/0");
        item.put("messageId", message.messageId())
                .put("receiptHandle", message.receiptHandle())
                .put("body", message.body())
                .put("md5OfBody", message.md5OfBody());
        batch.putArray("Records").add(item);
        return batch.toString();
    }
}
