package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SamVariablesTest {

    @TempDir
    Path directory;

    @Test
    void everyFunctionGetsWhatTheLocalOnesWereMadeFrom() throws IOException {
        JsonNode written = write(Map.of(
                "SLUICE_TABLE", "sluice",
                "AWS_ENDPOINT_URL_SQS", "http://172.17.0.1:3029",
                "AWS_SECRET_ACCESS_KEY", "local"));

        assertThat(written)
                .isEqualTo(EventFiles.JSON.readTree("{\"Parameters\":{\"SLUICE_TABLE\":\"sluice\","
                        + "\"AWS_ENDPOINT_URL_SQS\":\"http://172.17.0.1:3029\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0"})
    void whatOnlyThisMachineCallsItselfIsNamedAsContainersCallIt(String host) throws IOException {
        JsonNode written = write(Map.of("SLUICE_DISPATCH_QUEUE_URL", "http://" + host + ":3029/000000000000/dispatch"));

        assertThat(written.at("/Parameters/SLUICE_DISPATCH_QUEUE_URL").textValue())
                .isEqualTo("http://host.docker.internal:3029/000000000000/dispatch");
    }

    @Test
    void theKeysStandInPlaceOfTheirFile() throws IOException {
        Path keys = Files.writeString(directory.resolve("sealing.keys"), "# newest first\nk2:BBB=\n\nk1:AAA=\n");

        JsonNode written = write(Map.of("SLUICE_SEALING_KEY_FILE", keys.toString()));

        assertThat(written.path("Parameters"))
                .isEqualTo(EventFiles.JSON.readTree("{\"SLUICE_SEALING_KEYS\":\"k2:BBB=,k1:AAA=\"}"));
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        write(Map.of());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    private JsonNode write(Map<String, String> environment) throws IOException {
        SamVariables.write(file(), environment);
        return EventFiles.JSON.readTree(Files.readString(file()));
    }

    private Path file() {
        return directory.resolve("sam-env.json");
    }
}
