package dev.sluice.signature;

import static dev.sluice.signature.Signatures.headersOf;
import static dev.sluice.signature.Signatures.signatureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class V1aTest {

    private static final byte[] BODY = "{\"n\":1}".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1_795_338_000);

    /** RFC 8032, section 7.1, tests 1 to 3: seed, public key, message, signature. */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,"
                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,"
                + "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,"
                + "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void signsAndVerifiesAsTheRfcsVectorsDo(String seed, String publicKey, String message, String signature) {
        assertThat(HexFormat.of().formatHex(Ed25519.publicKeyOf(hex(seed)))).isEqualTo(publicKey);
        assertThat(HexFormat.of().formatHex(Ed25519.sign(hex(seed), hex(message))))
                .isEqualTo(signature);
        assertThat(Ed25519.verifies(hex(publicKey), hex(signature), hex(message)))
                .isTrue();
        assertThat(Ed25519.verifies(hex(publicKey), hex(signature), hex(message), hex("00")))
                .isFalse();
    }

    @Test
    void whatIsNoKeyOrNoSignatureDoesNotVerify() {
        byte[] seed = new byte[32];
        byte[] signature = Ed25519.sign(seed, BODY);

        assertThat(Ed25519.verifies(new byte[31], signature, BODY)).isFalse();
        assertThat(Ed25519.verifies(hex("ff".repeat(32)), signature, BODY)).isFalse();
        assertThat(Ed25519.verifies(Ed25519.publicKeyOf(seed), new byte[63], BODY))
                .isFalse();
        assertThat(Ed25519.verifies(Ed25519.publicKeyOf(seed), new byte[0], BODY))
                .isFalse();
    }

    @Test
    void aSeedAloneIsTheSameKeyAsTheSeedWithItsPublicHalf() {
        Secret pair = SigningScheme.V1A.generate(new Random(1));
        Secret seed = Secret.of("whsk_" + Base64.getEncoder().encodeToString(Arrays.copyOf(bytes(pair), 32)));

        assertThat(bytes(pair)).hasSize(64);
        assertThat(signature(seed)).isEqualTo(signature(pair)).startsWith("v1a,");
        assertThat(SigningScheme.V1A.publicKey(seed))
                .isEqualTo(SigningScheme.V1A.publicKey(pair))
                .isPresent();
        assertThat(SigningScheme.V1A.refusalOfNew(seed)).isEmpty();
    }

    @Test
    void whoeverHasThePublicKeyVerifies() {
        Secret secret = SigningScheme.V1A.generate(new Random(1));
        Secret publicKey = Secret.of(SigningScheme.V1A.publicKey(secret).orElseThrow());
        Map<String, String> headers =
                headersOf(Signer.sign(SigningScheme.V1A, HeaderStyle.WEBHOOK, List.of(secret), "msg_1", NOW, BODY));

        assertThat(publicKey.reveal()).matches("whpk_[A-Za-z0-9+/]{43}=");
        assertThat(Verifier.verify(SigningScheme.V1A, List.of(publicKey), headers, BODY, Duration.ofMinutes(5), NOW))
                .isEqualTo(new Verdict.Valid());
        assertThat(Signer.sign(SigningScheme.V1A, HeaderStyle.SVIX, List.of(publicKey), "msg_1", NOW, BODY))
                .isEqualTo(new SigningResult.Unusable(Reason.SECRET_PREFIX));
    }

    @ParameterizedTest
    @CsvSource({
        "whsec_, 32, SECRET_PREFIX",
        "whpk_, 32, SECRET_PREFIX",
        "'', 32, SECRET_PREFIX",
        "whsk_, 0, SECRET_LENGTH",
        "whsk_, 31, SECRET_LENGTH",
        "whsk_, 32,",
        "whsk_, 33, SECRET_LENGTH",
        "whsk_, 63, SECRET_LENGTH",
        "whsk_, 64, SECRET_KEY_PAIR", // zeros are nobody's public key
        "whsk_, 65, SECRET_LENGTH",
    })
    void aNewSecretIsASeedOrAPair(String prefix, int bytes, Reason reason) {
        assertThat(reasonAgainst(prefix + Base64.getEncoder().encodeToString(new byte[bytes])))
                .isEqualTo(Optional.ofNullable(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "whsk_not base64!",
        "whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // no padding
        "whsk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", // stray last bits
    })
    void aNewSecretIsWrittenInTheOneWay(String secret) {
        assertThat(reasonAgainst(secret)).contains(Reason.SECRET_NOT_BASE64);
    }

    @Test
    void noOtherSchemeHasAPublicKey() {
        assertThat(SigningScheme.SVIX.publicKey(Secret.generate(new Random(1)))).isEmpty();
        assertThat(SigningScheme.V1A.publicKey(Secret.generate(new Random(1)))).isEmpty();
    }

    private static String signature(Secret secret) {
        return signatureOf(Signer.sign(SigningScheme.V1A, HeaderStyle.SVIX, List.of(secret), "msg_1", NOW, BODY));
    }

    private static Optional<Reason> reasonAgainst(String secret) {
        return SigningScheme.V1A.refusalOfNew(Secret.of(secret)).map(SigningResult.Unusable::reason);
    }

    private static byte[] bytes(Secret secret) {
        return Base64.getDecoder().decode(secret.reveal().substring("whsk_".length()));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
