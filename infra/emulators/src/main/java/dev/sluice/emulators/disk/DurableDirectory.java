package dev.sluice.emulators.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of small files that survive a killed process and a lost machine: once {@link #put} has returned, the whole file
 * is there under its name; before, it is not there at all. Thread-safe as long as no two threads put the same name at once.
 */
public final class DurableDirectory {

    private static final String UNFINISHED = ".tmp";

    private final Path directory;

    /**
     * Opens the directory, makes it if it is missing, and removes what unfinished writes have left.
     *
     * @throws IOException if it cannot be made or read
     */
    public DurableDirectory(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        for (Path leftover : list(UNFINISHED)) {
            Files.deleteIfExists(leftover);
        }
    }

    /**
     * Writes a file and waits until the disk has it: the bytes first, then the name.
     *
     * @param name a plain file name; an existing file of that name is replaced
     */
    public void put(String name, byte[] bytes) throws IOException {
        Path unfinished = file(name + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, file(name), StandardCopyOption.ATOMIC_MOVE);
        // The rename itself is only safe once the directory is on the disk (fsync(2), "NOTES").
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Removes a file, if it is there. After a crash it may be there again. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    /** The files whose names end so, sorted by name. */
    public List<Path> list(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private Path file(String name) {
        if (name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException("name is not a plain file name: " + name);
        }
        return directory.resolve(name);
    }
}
