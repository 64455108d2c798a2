package dev.sluice.signature;

import static dev.sluice.signature.Signatures.headersOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.signature.Verdict.Invalid;
import dev.sluice.signature.Verdict.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerifierTest {

    private static final Secret SECRET = Secret.generate(new Random(1));
    private static final Secret OTHER = Secret.generate(new Random(2));
    private static final Instant NOW = Instant.ofEpochSecond(1_795_338_000);
    private static final byte[] BODY = "{\"data\":{}}".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void acceptsWhatWeSignUnderEitherNameInAnyCase(HeaderStyle style) {
        Map<String, String> shouted = new HashMap<>();
        headersOf(Signer.sign(SigningScheme.SVIX, style, List.of(SECRET), "msg_1", NOW, BODY))
                .forEach((name, value) -> shouted.put(name.toUpperCase(Locale.ROOT), value));

        assertThat(verify(SigningScheme.SVIX, shouted)).isEqualTo(new Valid());
    }

    @ParameterizedTest
    @EnumSource(names = "V1A", mode = EnumSource.Mode.EXCLUDE)
    void acceptsBothSignaturesWhicheverTheReceiverKnows(SigningScheme receiver) {
        Map<String, String> headers = signed(SigningScheme.SVIX_OPENSEND, SECRET);

        assertThat(verify(receiver, headers)).isEqualTo(new Valid());
    }

    @Test
    void theSchemesDoNotAcceptEachOther() {
        assertThat(reasonOf(verify(SigningScheme.SVIX, signed(SigningScheme.OPENSEND, SECRET))))
                .isEqualTo(Reason.NO_MATCHING_SIGNATURE);
        assertThat(reasonOf(verify(SigningScheme.OPENSEND, signed(SigningScheme.SVIX, SECRET))))
                .isEqualTo(Reason.NO_MATCHING_SIGNATURE);
    }

    @Test
    void acceptsTheOldAndTheNewSecretDuringARotation() {
        Map<String, String> headers = signed(SigningScheme.SVIX_OPENSEND, OTHER, SECRET);

        assertThat(verify(SigningScheme.SVIX, headers)).isEqualTo(new Valid());
        assertThat(Verifier.verify(
                        SigningScheme.SVIX,
                        List.of(SECRET, OTHER),
                        signed(SigningScheme.SVIX, OTHER),
                        BODY,
                        Duration.ZERO,
                        NOW))
                .isEqualTo(new Valid());
    }

    @Test
    void triesEverySignatureOfTheList() {
        Map<String, String> headers = new HashMap<>(signed(SigningScheme.SVIX, SECRET));
        headers.compute("svix-signature", (name, good) -> "v1a,x v1,short  v1 " + good + " v2,y");

        assertThat(verify(SigningScheme.SVIX, headers)).isEqualTo(new Valid());
    }

    @Test
    void doesNotTakeAnotherVersionForV1() {
        Map<String, String> headers = new HashMap<>(signed(SigningScheme.SVIX, SECRET));
        headers.computeIfPresent("svix-signature", (name, good) -> good.replace("v1,", "v2,"));

        assertThat(reasonOf(verify(SigningScheme.SVIX, headers))).isEqualTo(Reason.NO_MATCHING_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"svix-id", "svix-timestamp", "svix-signature"})
    void namesTheHeaderThatIsMissing(String name) {
        Map<String, String> headers = new HashMap<>(signed(SigningScheme.SVIX, SECRET));
        headers.remove(name);

        Invalid invalid = (Invalid) verify(SigningScheme.SVIX, headers);

        assertThat(invalid.reason()).isEqualTo(Reason.MISSING_HEADER);
        assertThat(invalid.message()).contains(name);
    }

    @Test
    void doesNotMixTheTwoSetsOfNames() {
        Map<String, String> headers = new HashMap<>(signed(SigningScheme.SVIX, SECRET));
        headers.put("webhook-id", headers.remove("svix-id"));

        assertThat(reasonOf(verify(SigningScheme.SVIX, headers))).isEqualTo(Reason.MISSING_HEADER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "-1",
                "+1795338000",
                " 1795338000",
                "01795338000",
                "1795338000.0",
                "1e9",
                "9999999999999999999",
                "१७९५"
            })
    void refusesATimestampThatIsNotPlainSeconds(String timestamp) {
        Map<String, String> headers = new HashMap<>(signed(SigningScheme.SVIX, SECRET));
        headers.put("svix-timestamp", timestamp);

        assertThat(reasonOf(verify(SigningScheme.SVIX, headers))).isEqualTo(Reason.BAD_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({"-300,", "300,", "-301, TOO_NEW", "301, TOO_OLD", "100000000, TOO_OLD"})
    void theToleranceCountsBothWaysAndIncludesItsEnd(long ageSeconds, Reason reason) {
        Verdict verdict = Verifier.verify(
                SigningScheme.SVIX,
                List.of(SECRET),
                signed(SigningScheme.SVIX, SECRET),
                BODY,
                Verifier.DEFAULT_TOLERANCE,
                NOW.plusSeconds(ageSeconds));

        assertThat(Optional.of(verdict).filter(Invalid.class::isInstance).map(v -> ((Invalid) v).reason()))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @Test
    void toleranceZeroAcceptsAnyAge() {
        Map<String, String> headers = signed(SigningScheme.SVIX, SECRET);

        assertThat(Verifier.verify(SigningScheme.SVIX, List.of(SECRET), headers, BODY, Duration.ZERO, Instant.EPOCH))
                .isEqualTo(new Valid());
    }

    @Test
    void aNegativeToleranceIsABug() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verifier.verify(
                        SigningScheme.SVIX, List.of(SECRET), Map.of(), BODY, Duration.ofSeconds(-1), NOW))
                .withMessageContaining("tolerance");
    }

    @ParameterizedTest
    @CsvSource({
        "svix, whsec_, SECRET_EMPTY",
        "opensend, '', SECRET_EMPTY",
        "svix, plain secret, SECRET_NOT_BASE64",
        "svix+opensend, whsec_, SECRET_EMPTY"
    })
    void neverVerifiesWithASecretThatMayNotSign(String scheme, String secret, Reason reason) {
        Map<String, String> headers = headersOf(
                Signer.signAsGiven(SigningScheme.OPENSEND, Secret.of(secret), "msg_1", NOW.getEpochSecond(), BODY));

        Verdict verdict = Verifier.verify(
                SigningScheme.ofCode(scheme).orElseThrow(),
                List.of(Secret.of(secret)),
                headers,
                BODY,
                Duration.ZERO,
                NOW);

        assertThat(reasonOf(verdict)).isEqualTo(reason);
    }

    @Test
    void refusesToVerifyWithoutASecret() {
        assertThat(reasonOf(Verifier.verify(SigningScheme.SVIX, List.of(), Map.of(), BODY, Duration.ZERO, NOW)))
                .isEqualTo(Reason.SECRET_MISSING);
    }

    private static Map<String, String> signed(SigningScheme scheme, Secret... secrets) {
        return headersOf(Signer.sign(scheme, HeaderStyle.SVIX, List.of(secrets), "msg_1", NOW, BODY));
    }

    private static Verdict verify(SigningScheme scheme, Map<String, String> headers) {
        return Verifier.verify(scheme, List.of(SECRET), headers, BODY, Verifier.DEFAULT_TOLERANCE, NOW);
    }

    private static Reason reasonOf(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Invalid.class);
        return ((Invalid) verdict).reason();
    }
}
