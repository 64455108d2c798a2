package dev.sluice.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What commands read: files as named, standard input for {@code -} or for no name at all. */
final class Inputs {

    private static final String STANDARD_INPUT = "-";

    private Inputs() {}

    /** The names, or standard input where there are none. */
    static List<String> orStandardInput(List<String> names) {
        return names.isEmpty() ? List.of(STANDARD_INPUT) : names;
    }

    /**
     * Everything in a file.
     *
     * @throws UncheckedIOException naming the file
     */
    static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Whether any line of a file, blank ones left out, gave a result for which {@code action} answers true. */
    static boolean anyLine(String name, Function<String, Boolean> action) {
        boolean any = false;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8));
                Stream<String> lines = reader.lines()) {
            for (String line : (Iterable<String>) lines.filter(text -> !text.isBlank())::iterator) {
                any |= action.apply(line);
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        return any;
    }

    private static InputStream open(String name) throws IOException {
        return name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
    }

    private static UncheckedIOException unreadable(String name, IOException e) {
        String why = e instanceof NoSuchFileException ? "no such file" : "cannot be read";
        return new UncheckedIOException(name + ": " + why, e);
    }
}
