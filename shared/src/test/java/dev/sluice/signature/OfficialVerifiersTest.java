package dev.sluice.signature;

import static dev.sluice.signature.Signatures.headersOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The official Java libraries accept what we sign. They read the system's clock, so these tests sign at its time. */
final class OfficialVerifiersTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Secret CURRENT = Secret.generate(RANDOM);
    private static final Secret RETIRING = Secret.generate(RANDOM);
    private static final Secret STRANGE = Secret.generate(RANDOM);
    private static final String BODY = "{\"subject\":\"Zoë 🚀\"}\r\n";

    @ParameterizedTest
    @EnumSource(names = {"SVIX", "SVIX_OPENSEND"})
    void svixAcceptsBothSecretsOfARotationAndNoOther(SigningScheme scheme) throws Exception {
        HttpHeaders headers = sign(scheme, HeaderStyle.SVIX, CURRENT, RETIRING);

        for (Secret secret : List.of(CURRENT, RETIRING)) {
            var webhook = new com.svix.Webhook(secret.reveal());
            assertThatCode(() -> webhook.verify(BODY, headers)).doesNotThrowAnyException();
        }
        var stranger = new com.svix.Webhook(STRANGE.reveal());
        assertThatThrownBy(() -> stranger.verify(BODY, headers))
                .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"SVIX", "SVIX_OPENSEND"})
    void standardWebhooksAcceptsBothSecretsOfARotationAndNoOther(SigningScheme scheme) throws Exception {
        HttpHeaders headers = sign(scheme, HeaderStyle.WEBHOOK, CURRENT, RETIRING);

        for (Secret secret : List.of(CURRENT, RETIRING)) {
            var webhook = new com.standardwebhooks.Webhook(secret.reveal());
            assertThatCode(() -> webhook.verify(BODY, headers)).doesNotThrowAnyException();
        }
        var stranger = new com.standardwebhooks.Webhook(STRANGE.reveal());
        assertThatThrownBy(() -> stranger.verify(BODY, headers)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void bothReadTheirOwnNamesWhenBothAreSent() throws Exception {
        HttpHeaders headers = sign(SigningScheme.DEFAULT, HeaderStyle.BOTH, CURRENT);
        var svix = new com.svix.Webhook(CURRENT.reveal());
        var standard = new com.standardwebhooks.Webhook(CURRENT.reveal());

        assertThatCode(() -> svix.verify(BODY, headers)).doesNotThrowAnyException();
        assertThatCode(() -> standard.verify(BODY, headers)).doesNotThrowAnyException();
    }

    /** Why {@code svix+opensend} is the default: OpenSend's signature alone verifies nowhere. */
    @Test
    void neitherAcceptsOpenSendsSignatureAlone() throws Exception {
        HttpHeaders headers = sign(SigningScheme.OPENSEND, HeaderStyle.BOTH, CURRENT);
        var svix = new com.svix.Webhook(CURRENT.reveal());

        assertThatThrownBy(() -> svix.verify(BODY, headers))
                .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
    }

    private static HttpHeaders sign(SigningScheme scheme, HeaderStyle style, Secret... secrets) {
        Map<String, String> headers =
                headersOf(Signer.sign(scheme, style, List.of(secrets), "msg_1", Instant.now(), BODY.getBytes(UTF_8)));
        return HttpHeaders.of(
                headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue()))),
                (name, value) -> true);
    }
}
