package dev.sluice.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** What a local system remembers of itself between runs: keys, ids and the demo's secret. The file is its owner's alone. */
final class Keepsakes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ObjectNode values;

    private Keepsakes(Path file, ObjectNode values) {
        this.file = file;
        this.values = values;
    }

    /** Those of a directory. */
    static Keepsakes in(Path directory) {
        Path file = directory.resolve("local.json");
        try {
            return new Keepsakes(
                    file,
                    Files.exists(file) ? JSON.readValue(file.toFile(), ObjectNode.class) : JSON.createObjectNode());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(values.path(name).textValue());
    }

    /** What is remembered, or what {@code first} gives, which is remembered from now on. */
    String remember(String name, Supplier<String> first) {
        return find(name).orElseGet(() -> {
            String value = first.get();
            put(name, value);
            return value;
        });
    }

    void put(String name, String value) {
        values.put(name, value);
        try {
            OwnersFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
