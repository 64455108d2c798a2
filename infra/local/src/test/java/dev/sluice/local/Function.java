package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions as {@code template.yaml} deploys them. */
enum Function {
    INGEST("IngestFunction"),
    INGEST_QUEUE("IngestQueueFunction"),
    INGEST_BUS("IngestBusFunction"),
    DISPATCHER("DispatcherFunction"),
    SCHEDULER("SchedulerFunction"),
    API("ApiFunction");

    private final String resource;

    Function(String resource) {
        this.resource = resource;
    }

    /** The template's Handler. */
    String handler() {
        return property("Handler");
    }

    /** Unpacks the template's CodeUri, as Lambda unpacks it into the task's directory. */
    Path unpack(Path task) throws IOException {
        Path zip = EventFiles.root().resolve(property("CodeUri"));
        try (FileSystem files = FileSystems.newFileSystem(zip);
                Stream<Path> all = Files.walk(files.getPath("/"))) {
            for (Path file : (Iterable<Path>) all::iterator) {
                Path target = task.resolve(files.getPath("/").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return task;
    }

    private String property(String name) {
        Pattern inResource = Pattern.compile("(?s)\n  " + resource + ":\n.*?\n      " + name + ": (\\S+)\n");
        try {
            Matcher found =
                    inResource.matcher(Files.readString(EventFiles.root().resolve("template.yaml")));
            if (!found.find()) {
                throw new IllegalStateException("template.yaml has no " + name + " of " + resource);
            }
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
