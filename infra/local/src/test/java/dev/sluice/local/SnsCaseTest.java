package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recorded messages that lie beside the repository, where they do. */
final class SnsCaseTest {

    private static final Path CORPUS = Path.of("..", "..", "..", "shared", "fixtures", "public");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> REASONS = Map.of(
            "sig-sns-cert-host-foo-invalid.json", "sns_certificate_url",
            "sig-sns-v1-keila-tampered-invalid.json", "sns_signature",
            "sig-sns-v1-keila-trailing-newline-stripped-invalid.json", "sns_signature",
            "sig-sns-v2-signed-with-sha1-invalid.json", "sns_signature",
            "sig-sns-version3-invalid.json", "sns_signature_version");

    @TestFactory
    Stream<DynamicTest> agreesWithEveryPublicCase() throws IOException {
        assumeTrue(Files.isDirectory(CORPUS), "NOT RUN: ../shared/fixtures/public is not beside the repository");
        JsonNode cases = JSON.readTree(CORPUS.resolve("MANIFEST.json").toFile()).required("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(each -> each.required("category").textValue().equals("signature/sns"))
                .map(each -> DynamicTest.dynamicTest(each.required("file").textValue(), () -> verifies(each)));
    }

    private static void verifies(JsonNode expected) throws IOException {
        String file = expected.required("file").textValue();

        LineResult result = VerifyLines.verify(file, Files.readString(CORPUS.resolve(file)), InstantSource.system());

        JsonNode answer = JSON.readTree(result.json());
        assertThat(answer.required("file").textValue()).isEqualTo(file);
        assertThat(answer.required("verdict"))
                .isEqualTo(expected.required("expected").required("verdict"));
        assertThat(answer.required("reason").textValue()).isEqualTo(REASONS.get(file));
        assertThat(result.failed()).isEqualTo(REASONS.containsKey(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|invalid_field",
                "{'body':'{','cert_pem':'x'}|invalid_field",
                "{'body':'{','cert_pem':'x','verify_at':'soon'}|invalid_field",
                "{'body':'{','cert_pem':'x','verify_at':'2026-05-04T03:02:01Z'}|sns_invalid_json",
                "{'body_base64':'e30=','cert_pem':'x','verify_at':'2026-05-04T03:02:01Z'}|sns_missing_field",
                "{'body_base64':'?','cert_pem':'x','verify_at':'2026-05-04T03:02:01Z'}|invalid_field",
            })
    void answersWhatIsNotUsable(String fields, String reason) throws IOException {
        String line = fields.replace('\'', '"')
                .replaceFirst("\\{", "{\"kind\":\"sns-signature\"" + (fields.equals("{}") ? "" : ","));

        LineResult result = VerifyLines.verify("a", line, InstantSource.system());

        assertThat(JSON.readTree(result.json()).path("reason").asText()).isEqualTo(reason);
        assertThat(result.failed()).isTrue();
    }
}
