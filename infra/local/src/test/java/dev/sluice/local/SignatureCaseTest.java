package dev.sluice.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice verify} of files that hold one case each. */
final class SignatureCaseTest {

    private static final String SECRET = "whsec_b3VycyBhbG9uZSwgZm9yIHRlc3Rz";
    private static final long SIGNED = 1_795_338_000;
    private static final String BODY = "{ \"a\": \"ž\" }";

    @TempDir
    private Path directory;

    private String v1;

    @BeforeEach
    void sign() throws Exception {
        v1 = HexFormat.of().formatHex(mac(SECRET.getBytes(UTF_8), SIGNED + "." + BODY));
    }

    @Test
    void answersEveryFileInOneLineAndEndsWithOneIfAnyIsInvalid() throws IOException {
        Path valid = write("valid.json", stripe("t=" + SIGNED + ",v1=" + v1, SIGNED, 300));
        Path old = write("old.json", stripe("t=" + SIGNED + ",v1=" + v1, SIGNED + 301, 300));

        Ran both = verify(valid, old);

        assertThat(both.lines())
                .containsExactly(
                        "{\"file\":\"" + valid + "\",\"verdict\":\"valid\",\"reason\":null}",
                        "{\"file\":\"" + old + "\",\"verdict\":\"invalid\",\"reason\":\"too_old\"}");
        assertThat(both.status()).isEqualTo(1);
        assertThat(verify(valid).status()).isZero();
    }

    @Test
    void knowsStripesReasons() throws IOException {
        assertThat(reasonOf(stripe("t=" + SIGNED + ",v1=" + v1, SIGNED + 99_999, 0)))
                .isEqualTo("null");
        assertThat(reasonOf(stripe("nothing", SIGNED, 300))).isEqualTo("bad_header");
        assertThat(reasonOf(stripe("t=" + SIGNED + ",v0=" + v1, SIGNED, 300))).isEqualTo("no_v1_signature");
        assertThat(reasonOf(stripe("t=" + SIGNED + ",v1=00", SIGNED, 300))).isEqualTo("no_matching_signature");
        assertThat(reasonOf(stripe("t=" + SIGNED + ",v1=" + v1, SIGNED - 301, 300)))
                .isEqualTo("too_new");
        assertThat(reasonOf(stripe("", SIGNED, 300).replace("stripe-Signature", "x")))
                .isEqualTo("missing_header");
        assertThat(reasonOf(stripe("t=1,v1=0", SIGNED, 300).replace(SECRET, "")))
                .isEqualTo("secret_empty");
    }

    @Test
    void readsTheBodyOfAGatewaysEvent() throws IOException {
        String encoded = Base64.getEncoder().encodeToString(BODY.getBytes(UTF_8));
        String event = """
                {
                  "kind": "stripe-signature-apigw",
                  "event": {"headers": {"STRIPE-SIGNATURE": "t=%d,v1=%s"}, "body": "%s", "isBase64Encoded": true},
                  "secret": "%s",
                  "now_epoch_seconds": %d
                }
                """;

        assertThat(reasonOf(event.formatted(SIGNED, v1, encoded, SECRET, SIGNED)))
                .isEqualTo("null");
        assertThat(reasonOf(event.formatted(SIGNED, v1, encoded, SECRET, SIGNED).replace("true", "false")))
                .isEqualTo("no_matching_signature");
        assertThat(reasonOf(event.formatted(SIGNED, v1, "%%", SECRET, SIGNED))).isEqualTo("invalid_field");
    }

    @Test
    void knowsStandardWebhooks() throws Exception {
        byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
        String signature = Base64.getEncoder().encodeToString(mac(key, "msg_1." + SIGNED + "." + BODY));
        String text = """
                {
                  "kind": "standard-webhooks-signature",
                  "body_base64": "%s",
                  "headers": {"webhook-id": "msg_1", "webhook-timestamp": "%d", "webhook-signature": "v1,%s"},
                  "secret": "%s",
                  "tolerance_seconds": 300,
                  "now_epoch_seconds": %d
                }
                """.formatted(
                        Base64.getEncoder().encodeToString(BODY.getBytes(UTF_8)), SIGNED, signature, SECRET, SIGNED);

        assertThat(reasonOf(text)).isEqualTo("null");
        assertThat(reasonOf(text.replace("msg_1", "msg_2"))).isEqualTo("no_matching_signature");
        assertThat(reasonOf(text.replace("webhook-timestamp", "x"))).isEqualTo("missing_header");
    }

    @Test
    void answersToWhatIsNoCase() throws IOException {
        assertThat(reasonOf("{\n\"kind\":\"carrier-pigeon-signature\"\n}")).isEqualTo("case_kind_unknown");
        assertThat(reasonOf("{\n\"kind\":\"stripe-signature\"\n}")).isEqualTo("invalid_field");
        assertThat(reasonOf("{\n\"kind\":\"stripe-signature\",\n\"headers\":{\"a\":1},\"body\":\"\"}"))
                .isEqualTo("invalid_field");
        assertThat(reasonOf("{\"kind\":\n")).isEqualTo("invalid_json");
    }

    @Test
    void aCaseALineAndLinesOfBeforeAreReadAsLines() throws IOException {
        String valid = stripe("t=" + SIGNED + ",v1=" + v1, SIGNED, 300).replace("\n", "");
        Path lines = write("lines.jsonl", valid + "\n\n{\"scheme\":\"md5\"}\n" + valid + "\n");

        assertThat(verify(lines).lines())
                .containsExactly(
                        "{\"file\":\"" + lines + "\",\"verdict\":\"valid\",\"reason\":null}",
                        "{\"verdict\":\"invalid\",\"reason\":\"scheme_unknown\",\"message\":\"the scheme is none of svix,"
                                + " opensend, svix+opensend, v1a\"}",
                        "{\"file\":\"" + lines + "\",\"verdict\":\"valid\",\"reason\":null}");
    }

    private record Ran(int status, List<String> lines) {}

    private static Ran verify(Path... files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] arguments = Stream.concat(
                        Stream.of("verify"), Arrays.stream(files).map(Path::toString))
                .toArray(String[]::new);
        int status = Sluice.run(new PrintStream(out, true, UTF_8), System.err, arguments);
        return new Ran(status, out.toString(UTF_8).lines().toList());
    }

    private String reasonOf(String text) throws IOException {
        Ran ran = verify(write("case.json", text));
        assertThat(ran.lines())
                .hasSizeGreaterThan(0)
                .allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
        String reason = ran.lines().getFirst().replaceFirst(".*\"reason\":\"?([a-z0-9_]+)\"?.*", "$1");
        assertThat(ran.status()).isEqualTo(reason.equals("null") ? 0 : 1);
        return reason;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static String stripe(String header, long now, long tolerance) {
        return """
                {
                  "kind": "stripe-signature",
                  "body": "%s",
                  "headers": {"stripe-Signature": "%s"},
                  "secret": "%s",
                  "tolerance_seconds": %d,
                  "now_epoch_seconds": %d
                }
                """.formatted(BODY.replace("\"", "\\\""), header, SECRET, tolerance, now);
    }

    private static byte[] mac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
