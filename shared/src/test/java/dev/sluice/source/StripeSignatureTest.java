package dev.sluice.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.stripe.net.Webhook;
import dev.sluice.signature.Secret;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StripeSignatureTest {

    private static final String SECRET = "whsec_Zm9yIHRlc3Rz";
    private static final long SIGNED = 1_795_338_000;
    private static final Instant NOW = Instant.ofEpochSecond(SIGNED);
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final String BODY = "{\"id\":\"evt_1\",\"name\":\"Žižkov 🚀\"}\n";

    @Test
    void verifiesAnyOfSeveralSignaturesWithAnyOfSeveralSecrets() throws Exception {
        String header = "t=" + SIGNED + ",v1=0000,v1=" + v1(SECRET, SIGNED) + ",v0=6666,v1=bad";

        assertThat(verify(header, "other", SECRET)).isEqualTo(new Genuine(null, NOW));
        assertThat(verify(header, SECRET, "other")).isEqualTo(new Genuine(null, NOW));
        assertThat(reason(verify(header, "other"))).isEqualTo("no_matching_signature");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t=%d,v1=%s              |",
                "t=%d, v1=%s             |",
                "v1=%2$s,t=%1$d          |",
                "foo,t=%d,=,v2=x,,v1=%s, |",
                "t=%d,t=%1$d,v1=%s       | bad_header",
                "v1=%2$s                 | bad_header",
                "t=,v1=%2$s              | bad_header",
                "t=+%d,v1=%s             | bad_header",
                "t=0%d,v1=%s             | bad_header",
                "t=%d.0,v1=%s            | bad_header",
                "t=99999999999999999999999999,v1=%2$s | bad_header",
                "T=%d,v1=%s              | bad_header",
                "nothing of the kind     | bad_header",
                "t=%d                    | no_v1_signature",
                "t=%d,v0=%s              | no_v1_signature",
                "t=%d,V1=%s              | no_v1_signature",
                "t=%d,v1=                | no_matching_signature",
                "t=%d,v1=%s0             | no_matching_signature",
                "t=%d,v1=\"%s\"          | no_matching_signature",
                "t=%d,v1=Ž%s             | no_matching_signature",
                "t=1795338001,v1=%2$s    | no_matching_signature",
            })
    void readsTheHeader(String form, String reason) throws Exception {
        String header = String.format(form.strip(), SIGNED, v1(SECRET, SIGNED));

        assertThat(reason(verify(header, SECRET))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 300,",
        "300, 300,",
        "301, 300, too_old",
        "-300, 300,",
        "-301, 300, too_new",
        "99999999, 0,", // zero switches the check off
        "-99999999, 0,",
        "1, 1,",
        "2, 1, too_old",
    })
    void allowsTheToleranceEitherWay(long ageSeconds, long tolerance, String reason) throws Exception {
        String header = header(SECRET, SIGNED);

        SignatureVerdict verdict = StripeSignature.verify(
                header,
                List.of(Secret.of(SECRET)),
                BODY.getBytes(UTF_8),
                Duration.ofSeconds(tolerance),
                NOW.plusSeconds(ageSeconds));

        assertThat(reason(verdict)).isEqualTo(reason);
    }

    @Test
    void saysTooOldOnlyOfWhatWasStripes() {
        SignatureVerdict verdict =
                StripeSignature.verify("t=1,v1=00", List.of(Secret.of(SECRET)), BODY.getBytes(UTF_8), TOLERANCE, NOW);

        assertThat(reason(verdict)).isEqualTo("no_matching_signature");
    }

    @Test
    void takesNoEmptySecretForAKey() throws Exception {
        // HMAC pads keys with zeros: under the empty key and under one zero byte the signatures are the same.
        String header = header("\0", SIGNED);

        assertThat(reason(verify(header, ""))).isEqualTo("secret_empty");
        assertThat(reason(verify(header, "", SECRET))).isEqualTo("no_matching_signature");
        assertThat(reason(verify(header))).isEqualTo("secret_empty");
    }

    @Test
    void namesTheHeaderThatIsMissing() {
        assertThat(StripeSignature.verify(null, List.of(Secret.of(SECRET)), BODY.getBytes(UTF_8), TOLERANCE, NOW))
                .isEqualTo(new Refused("missing_header", "the header Stripe-Signature is missing"));
    }

    @Test
    void takesTheSecretWhole() throws Exception {
        assertThat(reason(verify(header("Zm9yIHRlc3Rz", SIGNED), SECRET))).isEqualTo("no_matching_signature");
    }

    @Test
    void takesNoNegativeTolerance() throws Exception {
        String header = header(SECRET, SIGNED);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> StripeSignature.verify(
                        header, List.of(Secret.of(SECRET)), BODY.getBytes(UTF_8), Duration.ofSeconds(-1), NOW));
    }

    private static SignatureVerdict verify(String header, String... secrets) {
        return StripeSignature.verify(
                header, Arrays.stream(secrets).map(Secret::of).toList(), BODY.getBytes(UTF_8), TOLERANCE, NOW);
    }

    private static String header(String secret, long time) throws Exception {
        return "t=" + time + ",v1=" + v1(secret, time);
    }

    /** Signed by Stripe's own library. */
    private static String v1(String secret, long time) throws Exception {
        return Webhook.Util.computeHmacSha256(secret, time + "." + BODY);
    }

    private static String reason(SignatureVerdict verdict) {
        return Verdicts.reason(verdict);
    }
}
