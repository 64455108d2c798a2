package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.signature.Secret;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifyLinesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = Secret.generate(new Random(1)).reveal();
    private static final long NOW = 1_795_338_000;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(NOW));

    @ParameterizedTest
    @ValueSource(strings = {"svix", "opensend", "svix+opensend"})
    void acceptsWhatSignAnswers(String scheme) throws IOException {
        LineResult result = VerifyLines.verify("cases", line(scheme, Map.of()), CLOCK);

        assertThat(result.json()).isEqualTo("{\"verdict\":\"valid\",\"reason\":null}");
        assertThat(result.failed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0,",
        "300, ,",
        "301, , too_old",
        "-301, , too_new",
        "301, 301,",
        "1000000, 0,", // zero switches the check off
        "11, 10, too_old",
    })
    void takesToleranceAndTimeFromTheLine(long ageSeconds, Long tolerance, String reason) throws IOException {
        Map<String, Object> more = new HashMap<>();
        more.put("now_epoch_seconds", NOW + ageSeconds);
        if (tolerance != null) {
            more.put("tolerance_seconds", tolerance);
        }

        LineResult result = VerifyLines.verify("cases", line("svix", more), InstantSource.fixed(Instant.EPOCH));

        assertThat(JSON.readTree(result.json()).required("reason").textValue()).isEqualTo(reason);
        assertThat(result.failed()).isEqualTo(reason != null);
    }

    @Test
    void asksTheClockWhenTheLineHasNoTime() throws IOException {
        LineResult result = VerifyLines.verify("cases", line("svix", Map.of()), InstantSource.fixed(Instant.EPOCH));

        assertThat(JSON.readTree(result.json()).required("reason").textValue()).isEqualTo("too_new");
    }

    @Test
    void refusesAnotherBody() throws IOException {
        LineResult result = VerifyLines.verify("cases", line("svix", Map.of("body", "{}\n")), CLOCK);

        JsonNode answer = JSON.readTree(result.json());
        assertThat(answer.required("verdict").textValue()).isEqualTo("invalid");
        assertThat(answer.required("reason").textValue()).isEqualTo("no_matching_signature");
        assertThat(result.failed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "headers           | 7                       | invalid_field     | headers has to be an object",
                "headers           | '{\"svix-id\":1}'       | invalid_field     | headers.svix-id has to be a string",
                "headers           | {}                      | missing_header    | svix-id",
                "secret            | 7                       | invalid_field     | secret has to be a string",
                "secret            | '\"hunter2-\"'          | secret_not_base64 | base64",
                "scheme            | '\"md5\"'               | scheme_unknown    | svix+opensend",
                "tolerance_seconds | -1                      | invalid_field     | tolerance_seconds has to be",
                "tolerance_seconds | '\"soon\"'              | invalid_field     | tolerance_seconds has to be",
                "now_epoch_seconds | 1.5                     | invalid_field     | now_epoch_seconds has to be",
                "now_epoch_seconds | 999999999999999999      | too_old           | past",
                "body              | 7                       | invalid_field     | body has to be a string",
            })
    void saysWhatIsWrongWithAField(String field, String value, String reason, String message) throws IOException {
        LineResult result = VerifyLines.verify("cases", line("svix", Map.of(field, JSON.readTree(value))), CLOCK);

        JsonNode answer = JSON.readTree(result.json());
        assertThat(result.failed()).isTrue();
        assertThat(answer.required("verdict").textValue()).isEqualTo("invalid");
        assertThat(answer.required("reason").textValue()).isEqualTo(reason);
        assertThat(answer.required("message").textValue()).contains(message).doesNotContain("hunter2");
    }

    @Test
    void answersToWhatIsNotJson() throws IOException {
        JsonNode answer = JSON.readTree(
                VerifyLines.verify("cases", "secret hunter2", CLOCK).json());

        assertThat(answer.required("reason").textValue()).isEqualTo("invalid_json");
        assertThat(answer.toString()).doesNotContain("hunter2");
    }

    /** A line that verifies at {@link #NOW}, changed by {@code more}. */
    private static String line(String scheme, Map<String, Object> more) throws IOException {
        Map<String, Object> input = new HashMap<>(
                Map.of("scheme", scheme, "secret", SECRET, "id", "msg.1", "timestamp", NOW, "body", "{}"));
        Map<String, Object> answer =
                JSON.readValue(SignLines.sign(InputLine.write(input)).json(), new TypeReference<>() {});
        input.putAll(answer);
        input.putAll(more);
        return InputLine.write(input);
    }
}
