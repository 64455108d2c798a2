package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Written by shared's generator from OpenSend's formula and the official package. */
    private static final Path VECTORS =
            Path.of("..", "..", "shared", "src", "test", "resources", "dev", "sluice", "signature", "vectors.json");

    @TestFactory
    Stream<DynamicTest> signsEveryVectorOfOpenSend() throws IOException {
        return Stream.of(JSON.readValue(Files.readAllBytes(VECTORS), JsonNode[].class))
                .map(vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> {
                    JsonNode headers = answer(line(vector)).required("headers");

                    assertThat(headers.required("svix-signature").textValue())
                            .isEqualTo(vector.get("opensend").textValue());
                    assertThat(headers.required("svix-id")).isEqualTo(vector.get("id"));
                    assertThat(headers.required("svix-timestamp").textValue())
                            .isEqualTo(vector.get("timestamp").asText());
                }));
    }

    @Test
    void takesTheTimestampAsTextAndTheBodyAsBase64() {
        String asText = """
                {"scheme":"opensend","secret":"x","id":"m","timestamp":"1764000000","body":"a\\u0000b"}""";
        String asBase64 = """
                {"scheme":"opensend","secret":"x","id":"m","timestamp":1764000000,"body_base64":"YQBi"}""";

        assertThat(SignLines.sign(asText)).isEqualTo(SignLines.sign(asBase64)).matches(result -> !result.failed());
    }

    @Test
    void answersInOneAsciiLine() {
        LineResult result = SignLines.sign("""
                {"scheme":"opensend","secret":"x","id":"a\\nü\\ud83d","timestamp":1,"body":""}""");

        assertThat(result.json()).matches("[ -~]+").contains("\\uD83D");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                             | invalid_json   | object",
                "null                                                           | invalid_json   | object",
                "[]                                                             | invalid_json   | object",
                "{\"secret\":\"hunter2\",                                       | invalid_json   | column",
                "{\"secret\":hunter2}                                           | invalid_json   | column",
                "{} {\"secret\":\"hunter2\"}                                    | invalid_json   | column",
                "{\"secret\":\"hunter2\",\"secret\":\"hunter2\"}                | invalid_json   | column",
                "{\"secret\":\"hunter2\"}                                       | invalid_field  | scheme is missing",
                "{\"scheme\":7,\"secret\":\"hunter2\"}                          | invalid_field  | scheme has to be a string",
                "{\"scheme\":\"hunter2\"}                                       | scheme_unknown | svix, opensend, svix+opensend",
                "{\"scheme\":\"svix\"}                                          | invalid_field  | secret is missing",
                "{\"scheme\":\"svix\",\"secret\":null}                          | invalid_field  | secret has to be a string",
                "{\"scheme\":\"svix\",\"secret\":\"hunter2\",\"id\":[]}         | invalid_field  | id has to be a string",
                "{\"scheme\":\"svix\",\"secret\":\"hunter2\",\"id\":\"m\"}      | invalid_field  | timestamp is missing",
            })
    void saysWhatIsWrongWithALineAndNotWhatStandsInIt(String line, String reason, String message) throws IOException {
        LineResult result = SignLines.sign(line);

        assertThat(result.failed()).isTrue();
        JsonNode answer = JSON.readTree(result.json());
        assertThat(answer.required("reason").textValue()).isEqualTo(reason);
        assertThat(answer.required("message").textValue()).contains(message).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource({
        "-1",
        "1.5",
        "1e3",
        "true",
        "null",
        "9223372036854775807",
        "'\"\"'",
        "'\"007\"'",
        "'\"soon\"'",
        "'\"-1\"'"
    })
    void refusesATimestampThatIsNotWholeSeconds(String timestamp) throws IOException {
        JsonNode answer =
                JSON.readTree(SignLines.sign("{\"scheme\":\"opensend\",\"secret\":\"x\",\"id\":\"m\",\"timestamp\":"
                                + timestamp + ",\"body\":\"\"}")
                        .json());

        assertThat(answer.required("reason").textValue()).isEqualTo("invalid_field");
        assertThat(answer.required("message").textValue()).startsWith("timestamp ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"x\":0'                             | body is missing",
                "'\"body\":{}'                         | body has to be a string",
                "'\"body\":\"\",\"body_base64\":\"\"'  | body_base64 stands beside body",
                "'\"body_base64\":\"a-b_\"'            | body_base64 has to be standard base64",
                "'\"body_base64\":1'                   | body_base64 has to be a string",
            })
    void refusesALineWithoutExactlyOneBody(String body, String message) throws IOException {
        JsonNode answer = JSON.readTree(
                SignLines.sign("{\"scheme\":\"opensend\",\"secret\":\"x\",\"id\":\"m\",\"timestamp\":1," + body + "}")
                        .json());

        assertThat(answer.required("reason").textValue()).isEqualTo("invalid_field");
        assertThat(answer.required("message").textValue()).startsWith(message);
    }

    @Test
    void refusesASecretThatTheSchemeCannotUse() throws IOException {
        LineResult result = SignLines.sign("""
                {"scheme":"svix","secret":"hunter2-","id":"m","timestamp":1,"body":""}""");

        assertThat(result.failed()).isTrue();
        assertThat(JSON.readTree(result.json()).required("reason").textValue()).isEqualTo("secret_not_base64");
        assertThat(result.json()).doesNotContain("hunter2");
    }

    private static JsonNode answer(String line) throws IOException {
        LineResult result = SignLines.sign(line);
        assertThat(result.failed()).as(result.json()).isFalse();
        return JSON.readTree(result.json());
    }

    private static String line(JsonNode vector) {
        JsonNode repeat = vector.path("body_repeat");
        String body = repeat.isMissingNode()
                ? vector.get("body").textValue()
                : repeat.get("unit").textValue().repeat(repeat.get("count").intValue());
        return InputLine.write(Map.of(
                "scheme", "opensend",
                "secret", vector.get("secret"),
                "id", vector.get("id"),
                "timestamp", vector.get("timestamp"),
                "body", body));
    }
}
