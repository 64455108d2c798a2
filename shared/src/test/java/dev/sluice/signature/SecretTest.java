package dev.sluice.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SecretTest {

    @Test
    void newSecretsAreThePrefixAndThirtyTwoRandomBytes() {
        byte[] random = new byte[32];
        new Random(7).nextBytes(random);

        assertThat(Secret.generate(new Random(7)).reveal())
                .isEqualTo("whsec_" + Base64.getEncoder().encodeToString(random));
    }

    @Test
    void newSecretsDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(Secret.generate(random)).isNotEqualTo(Secret.generate(random));
    }

    @Test
    void neverPrintsItself() {
        Secret secret = Secret.generate(new Random(1));

        assertThat(secret.toString() + Optional.of(secret))
                .doesNotContain(secret.reveal().substring(6, 12));
    }

    @ParameterizedTest
    @EnumSource
    void everySchemeTakesANewSecret(SigningScheme scheme) {
        assertThat(scheme.refusalOfNew(scheme.generate(new Random(1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "svix, 23, SECRET_LENGTH",
        "svix, 24,",
        "svix, 64,",
        "svix, 65, SECRET_LENGTH",
        "svix+opensend, 23, SECRET_LENGTH",
        "svix+opensend, 64,",
        "opensend, 5,", // 8 characters of base64
        "opensend, 2, SECRET_LENGTH", // 4
        "opensend, 384,", // 512
        "opensend, 385, SECRET_LENGTH",
    })
    void aNewKeyIsNeitherShortNorLong(String scheme, int bytes, Reason reason) {
        Secret secret = Secret.of("whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]));

        assertThat(reasonAgainst(scheme, secret)).isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "svix, whsec_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-, SECRET_NOT_BASE64",
        "svix+opensend, whsec_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-, SECRET_NOT_BASE64",
        "opensend, whsec_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-,",
        "svix, whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dQ, SECRET_NOT_BASE64",
        "opensend, plain_secret,",
        "opensend, '', SECRET_EMPTY",
        "svix, whsec_, SECRET_EMPTY",
    })
    void aNewSecretLoadsInEveryLibraryThatVerifiesItsScheme(String scheme, String secret, Reason reason) {
        assertThat(reasonAgainst(scheme, Secret.of(secret))).isEqualTo(Optional.ofNullable(reason));
    }

    private static Optional<Reason> reasonAgainst(String scheme, Secret secret) {
        return SigningScheme.ofCode(scheme).orElseThrow().refusalOfNew(secret).map(SigningResult.Unusable::reason);
    }
}
