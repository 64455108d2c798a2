package dev.sluice.emulators.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableDirectoryTest {

    @TempDir
    Path parent;

    @Test
    void whatWasPutIsThereForTheNext() throws Exception {
        Path path = parent.resolve("a/b");
        DurableDirectory directory = new DurableDirectory(path);
        directory.put("two.json", bytes("2"));
        directory.put("one.json", bytes("0"));
        directory.put("one.json", bytes("1"));

        assertThat(new DurableDirectory(path).list(".json"))
                .extracting(Files::readString)
                .containsExactly("1", "2");
    }

    @Test
    void removedFilesAreGone() throws Exception {
        DurableDirectory directory = new DurableDirectory(parent);
        directory.put("one.json", bytes("1"));

        directory.remove("one.json");
        directory.remove("one.json");

        assertThat(directory.list("")).isEmpty();
    }

    @Test
    void unfinishedFilesAreRemovedAtTheStart() throws Exception {
        Files.writeString(parent.resolve("one.json.tmp"), "half");

        DurableDirectory directory = new DurableDirectory(parent);

        assertThat(directory.list("")).isEmpty();
    }

    @Test
    void namesStayInTheDirectory() throws Exception {
        DurableDirectory directory = new DurableDirectory(parent);

        assertThatThrownBy(() -> directory.put("../one", bytes("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("../one");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
