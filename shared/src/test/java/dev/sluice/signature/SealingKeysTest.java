package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SealingKeysTest {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Test
    void theFirstKeyIsTheCurrentOne() {
        SealingKeys keys = SealingKeys.parse("test", "# rotated in May\n\n new:" + KEY + "\nold:" + KEY + "\n");

        assertThat(keys.currentId()).isEqualTo("new");
        assertThat(keys.find("old")).isPresent();
        assertThat(keys.find("older")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lonely, is not a key id",
        "two words and more, is not a key id",
        "dotted.id:AAAA, is not a key id",
        "k2:AAAA, has a key of 3 bytes instead of 32",
        "k2:not-base64, has a key that is not standard base64",
        "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, repeats a key id",
    })
    void namesTheLineThatIsWrongAndNotWhatStandsThere(String line, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKeys.parse("key file x", "# keys\nk1:" + KEY + "\n" + line + "\n"))
                .withMessageContaining("key file x: line 3 " + problem)
                .withMessageNotContaining(line);
    }

    @Test
    void commasSeparateKeysInAVariable() {
        SealingKeys keys = SealingKeys.parse("test", "new:" + KEY + ", old:" + KEY);

        assertThat(keys.currentId()).isEqualTo("new");
        assertThat(keys.find("old")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"''", "'\n'", "'# nothing'"})
    void refusesAFileWithoutAKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKeys.parse("key file x", text))
                .withMessage("key file x: holds no key");
    }

    @Test
    void saysWhichFileIsAbsent(@TempDir Path folder) {
        assertThatIOException()
                .isThrownBy(() -> SealingKeys.read(folder.resolve("absent")))
                .withMessageContaining("absent: does not exist");
    }

    @Test
    void judgesAFileOfAnyBytes(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("keys"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 13});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SealingKeys.read(file))
                .withMessageContaining("line 1");
    }

    @Test
    void makesAFileOnceAndThenReadsIt(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys");

        SealingKeys made = SealingKeys.readOrCreate(file, new Random(1));
        SealingKeys read = SealingKeys.readOrCreate(file, new Random(2));

        assertThat(read.currentId()).isEqualTo(made.currentId());
        assertThat(read.find(read.currentId())).isEqualTo(made.find(made.currentId()));
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aMakerThatWasKilledIsNoObstacle(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("keys");
        Files.writeString(folder.resolve("keys.new"), "k1:half a k");

        assertThat(SealingKeys.readOrCreate(file, new Random(1)).currentId()).isNotEqualTo("k1");
    }

    @Test
    void onlyTheOwnerMayReadAFileWeMake(@TempDir Path folder) throws IOException {
        assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
                "NOT RUN: no POSIX files here");
        Path file = folder.resolve("keys");

        SealingKeys.readOrCreate(file, new Random(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void doesNotMakeAFileInPlaceOfABrokenOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), "broken");

        assertThatIllegalArgumentException().isThrownBy(() -> SealingKeys.readOrCreate(file, new Random(1)));
        assertThat(file).hasContent("broken");
    }

    @Test
    void neverPrintsAKey() {
        assertThat(SealingKeys.parse("test", "k1:" + KEY).toString())
                .contains("k1")
                .doesNotContain("AAAA");
    }
}
