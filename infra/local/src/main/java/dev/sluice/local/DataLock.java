package dev.sluice.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a data directory to one local system at a time; the operating system lets go of it when the process ends, however it ends. */
final class DataLock implements AutoCloseable {

    private final FileChannel file;

    private DataLock(FileChannel file) {
        this.file = file;
    }

    /**
     * Takes the directory.
     *
     * @throws IOException if another one has it, or the file in it cannot be made
     */
    static DataLock take(Path directory) throws IOException {
        FileChannel file =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return new DataLock(file);
            }
        } catch (OverlappingFileLockException e) {
            // Another one in this process has it.
        }
        file.close();
        throw new IOException("--data " + directory + " is in use by another sluice local");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
