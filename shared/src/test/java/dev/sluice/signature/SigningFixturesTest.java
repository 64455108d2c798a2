package dev.sluice.signature;

import static dev.sluice.signature.Signatures.signatureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.Verdict.Valid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The signing vectors that lie beside the repository, where they do. */
final class SigningFixturesTest {

    private static final Path FIXTURES = Path.of("..", "..", "shared", "fixtures");

    @TestFactory
    Stream<DynamicTest> signsEveryVector() throws IOException {
        Path file = FIXTURES.resolve("signing-vectors.json");
        assumeTrue(Files.exists(file), "NOT RUN: ../shared/fixtures/signing-vectors.json is not beside the repository");
        var vectors = new ObjectMapper().readTree(file.toFile()).required("vectors");
        return SignatureVector.read(vectors, "opensend_signature", "svix_signature").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.name(), () -> signs(vector)));
    }

    @TestFactory
    Stream<DynamicTest> verifiesEveryStandardWebhooksCase() throws IOException {
        Path folder = FIXTURES.resolve("public");
        assumeTrue(Files.isDirectory(folder), "NOT RUN: ../shared/fixtures/public is not beside the repository");
        JsonNode cases = new ObjectMapper()
                .readTree(folder.resolve("MANIFEST.json").toFile())
                .required("cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(c -> c.required("category").textValue().equals("signature/standard-webhooks"))
                .map(c -> DynamicTest.dynamicTest(
                        c.required("file").textValue(),
                        () -> verifies(
                                folder.resolve(c.required("file").textValue()),
                                c.required("expected").required("verdict").textValue())));
    }

    private static void signs(SignatureVector vector) {
        SigningResult opensend = Signer.signAsGiven(
                SigningScheme.OPENSEND, vector.secret(), vector.id(), vector.timestamp(), vector.body());
        assertThat(signatureOf(opensend)).isEqualTo(vector.opensend());

        SigningResult svix =
                Signer.signAsGiven(SigningScheme.SVIX, vector.secret(), vector.id(), vector.timestamp(), vector.body());
        if (vector.json().required("secret_is_strict_base64").booleanValue()) {
            assertThat(signatureOf(svix)).isEqualTo(vector.svix().orElseThrow());
        } else {
            assertThat(svix).isInstanceOf(Unusable.class);
        }
    }

    private static void verifies(Path file, String expected) throws IOException {
        ObjectMapper json = new ObjectMapper();
        var input = json.readTree(file.toFile());
        Map<String, String> headers = json.convertValue(input.required("headers"), new TypeReference<>() {});

        Verdict verdict = Verifier.verify(
                SigningScheme.SVIX,
                List.of(Secret.of(input.required("secret").textValue())),
                headers,
                Utf8.encode(input.required("body").textValue()),
                Verifier.DEFAULT_TOLERANCE,
                Instant.ofEpochSecond(input.required("now_epoch_seconds").longValue()));

        assertThat(verdict instanceof Valid ? "valid" : "invalid")
                .as("%s", verdict)
                .isEqualTo(expected);
    }
}
