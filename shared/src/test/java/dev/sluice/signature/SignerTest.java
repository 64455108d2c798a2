package dev.sluice.signature;

import static dev.sluice.signature.Signatures.headersOf;
import static dev.sluice.signature.Signatures.signatureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.signature.SigningResult.Unusable;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class SignerTest {

    private static final Secret SECRET = Secret.generate(new Random(1));
    private static final Secret RETIRING = Secret.generate(new Random(2));
    private static final String ID = "msg_01JD9ZSIGNER";
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00.999Z");
    private static final byte[] BODY = "{\"data\":{}}".getBytes(UTF_8);

    @Test
    void sendsIdSecondAndSignatureInThatOrder() {
        SigningResult result = sign(SigningScheme.SVIX, SECRET);

        assertThat(headersOf(result).keySet()).containsExactly("svix-id", "svix-timestamp", "svix-signature");
        assertThat(headersOf(result)).containsEntry("svix-id", ID).containsEntry("svix-timestamp", "1795338000");
    }

    @Test
    void sendsTheSameValuesUnderTheNamesThatAreAskedFor() {
        var svix = headersOf(Signer.sign(SigningScheme.SVIX, HeaderStyle.SVIX, List.of(SECRET), ID, NOW, BODY));
        var webhook = headersOf(Signer.sign(SigningScheme.SVIX, HeaderStyle.WEBHOOK, List.of(SECRET), ID, NOW, BODY));
        var both = headersOf(Signer.sign(SigningScheme.SVIX, HeaderStyle.BOTH, List.of(SECRET), ID, NOW, BODY));

        assertThat(webhook.keySet()).containsExactly("webhook-id", "webhook-timestamp", "webhook-signature");
        assertThat(webhook.values()).containsExactlyElementsOf(svix.values());
        assertThat(both)
                .containsAllEntriesOf(svix)
                .containsAllEntriesOf(webhook)
                .hasSize(6);
    }

    @Test
    void putsTheOfficialSignatureBeforeOpenSends() {
        assertThat(signatureOf(sign(SigningScheme.SVIX_OPENSEND, SECRET)))
                .isEqualTo(signatureOf(sign(SigningScheme.SVIX, SECRET)) + " "
                        + signatureOf(sign(SigningScheme.OPENSEND, SECRET)));
    }

    @ParameterizedTest
    @EnumSource
    void signsWithEverySecretTheCurrentOneFirst(SigningScheme scheme) {
        Secret current = scheme.generate(new Random(1));
        Secret retiring = scheme.generate(new Random(2));

        assertThat(signatureOf(sign(scheme, current, retiring)))
                .isEqualTo(signatureOf(sign(scheme, current)) + " " + signatureOf(sign(scheme, retiring)));
    }

    @Test
    void aRetiringSecretSignsInTheFormsItCan() {
        Secret fromOpenSend = Secret.of("whsec_q-_q-_q-_q-_q-_q-_q-_q-_q-_q-_q");

        assertThat(signatureOf(sign(SigningScheme.SVIX_OPENSEND, SECRET, fromOpenSend)))
                .isEqualTo(signatureOf(sign(SigningScheme.SVIX_OPENSEND, SECRET)) + " "
                        + signatureOf(sign(SigningScheme.OPENSEND, fromOpenSend)));
        assertThat(sign(SigningScheme.SVIX, SECRET, fromOpenSend)).isEqualTo(sign(SigningScheme.SVIX, SECRET));
    }

    @Test
    void aUsableRetiringSecretDoesNotHideAnUnusableCurrentOne() {
        assertThat(reasonOf(sign(SigningScheme.SVIX, Secret.of("not base64!"), RETIRING)))
                .isEqualTo(Reason.SECRET_NOT_BASE64);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "svix, '', SECRET_EMPTY",
                "svix, whsec_, SECRET_EMPTY",
                "svix, whsec_a-b_, SECRET_NOT_BASE64",
                "svix, whsec_whsec_AAAA, SECRET_NOT_BASE64",
                "svix, whsec_AAAAA, SECRET_NOT_BASE64",
                "svix, whsec_ключ, SECRET_NOT_BASE64",
                "opensend, '', SECRET_EMPTY",
                "opensend, whsec_, SECRET_EMPTY",
                "svix+opensend, '', SECRET_EMPTY",
                "svix+opensend, plain secret, SECRET_NOT_BASE64",
            })
    void refusesASecretItCannotUse(String scheme, String secret, Reason reason) {
        assertThat(reasonOf(sign(SigningScheme.ofCode(scheme).orElseThrow(), Secret.of(secret))))
                .isEqualTo(reason);
    }

    @Test
    void refusesASecretThatHasNoUtf8Form() {
        assertThat(reasonOf(sign(SigningScheme.OPENSEND, Secret.of("half \ud83d a pair"))))
                .isEqualTo(Reason.SECRET_NOT_UNICODE);
    }

    @Test
    void refusesToSignWithoutASecret() {
        assertThat(reasonOf(sign(SigningScheme.SVIX))).isEqualTo(Reason.SECRET_MISSING);
    }

    @ParameterizedTest
    @CsvSource({"msg.1, ID_CONTAINS_DOT", "'', ID_INVALID", "msg 1, ID_INVALID", "msg_ü, ID_INVALID"})
    void refusesAnIdThatIsAmbiguousOrNoHeaderValue(String id, Reason reason) {
        assertThat(reasonOf(Signer.sign(SigningScheme.SVIX, HeaderStyle.SVIX, List.of(SECRET), id, NOW, BODY)))
                .isEqualTo(reason);
    }

    @Test
    void refusesAnIdThatWouldBeginAnotherHeader() {
        String id = "msg_1\r\nx-admin: yes";

        assertThat(reasonOf(Signer.sign(SigningScheme.SVIX, HeaderStyle.SVIX, List.of(SECRET), id, NOW, BODY)))
                .isEqualTo(Reason.ID_INVALID);
    }

    @ParameterizedTest
    @EnumSource
    void onlyOpenSendSignsWithAnEmptyKeyAndOnlyAsGiven(SigningScheme scheme) {
        SigningResult asGiven = Signer.signAsGiven(scheme, Secret.of("whsec_"), ID, 0, BODY);

        assertThat(asGiven instanceof Unusable).isEqualTo(scheme != SigningScheme.OPENSEND);
        assertThat(sign(scheme, Secret.of("whsec_"))).isInstanceOf(Unusable.class);
    }

    @Test
    void messagesDoNotHoldTheSecret() {
        Secret secret = Secret.of("a secret nobody may see");

        assertThat(sign(SigningScheme.SVIX, secret).toString()).doesNotContain(secret.reveal());
    }

    private static SigningResult sign(SigningScheme scheme, Secret... secrets) {
        return Signer.sign(scheme, HeaderStyle.SVIX, List.of(secrets), ID, NOW, BODY);
    }

    private static Reason reasonOf(SigningResult result) {
        assertThat(result).isInstanceOf(Unusable.class);
        return ((Unusable) result).reason();
    }
}
