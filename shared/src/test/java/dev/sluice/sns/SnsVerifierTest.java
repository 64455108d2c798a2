package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import dev.sluice.sns.Certificates.Fetched;
import dev.sluice.sns.SnsVerifier.Judgement;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnsVerifierTest {

    private static final Instant NOW = SnsMessages.NOW;
    private static final SnsSettings SETTINGS = new SnsSettings(
            Set.of(SnsMessages.TOPIC), Duration.ofHours(1), Optional.of(StandIn.parse("http://127.0.0.1:4102")));

    private final List<URI> fetched = new ArrayList<>();
    private Fetched served = new Fetched.Found(SnsMessages.SNS.certificate());
    private final SnsVerifier verifier = new SnsVerifier(SETTINGS, url -> {
        fetched.add(url);
        return served;
    });

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void believesWhatSnsSigned(String version) {
        SnsMessages message = SnsMessages.notification("Ａ ｍｅｓｓａｇｅ\n").with("SignatureVersion", version);

        assertThat(judge(message.signed())).isEqualTo("genuine");
        assertThat(judge(message.with("Subject", "of it").signed())).isEqualTo("genuine");
        assertThat(judge(message.with("Subject", null).signed())).isEqualTo("genuine");
        assertThat(fetched).containsOnly(URI.create(SnsMessages.CERTIFICATE_URL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
    void believesConfirmations(String type) {
        SnsMessages message = SnsMessages.confirmation(type).signed();

        assertThat(judge(message)).isEqualTo("genuine");
        assertThat(judge(message.with("Token", "another"))).isEqualTo("sns_signature");
    }

    @ParameterizedTest
    @CsvSource({
        "Message, other",
        "Message, 'm '",
        "MessageId, other",
        "Subject, added",
        "Timestamp, 2026-05-04T03:02:00.001Z",
        "SignatureVersion, 2",
        "Signature, AAAA",
    })
    void refusesWhatWasChangedAfterSigning(String field, String value) {
        assertThat(judge(SnsMessages.notification("m").signed().with(field, value)))
                .isEqualTo("sns_signature");
    }

    @Test
    void refusesANotificationMadeOfAConfirmation() {
        SnsMessages message =
                SnsMessages.confirmation("SubscriptionConfirmation").signed();

        assertThat(judge(message.with("Type", "UnsubscribeConfirmation"))).isEqualTo("sns_signature");
        assertThat(judge(message.with("Type", "Notification"))).isEqualTo("sns_signature");
    }

    @Test
    void refusesAnotherKeysSignature() {
        Identity other = TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW);

        assertThat(judge(SnsMessages.notification("m").signedBy(other))).isEqualTo("sns_signature");
    }

    @Test
    void fetchesNothingForAnotherTopic() {
        assertThat(judge(SnsMessages.notification("m")
                        .with("TopicArn", SnsMessages.TOPIC + "2")
                        .signed()))
                .isEqualTo("sns_topic_not_allowed");
        assertThat(judge(SnsMessages.notification("m")
                        .with("TopicArn", SnsMessages.TOPIC.toUpperCase())
                        .signed()))
                .isEqualTo("sns_topic_not_allowed");
        assertThat(fetched).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SigningCertURL, https://sns.eu-central-1.amazonaws.com.evil.com/SimpleNotificationService-0a.pem, sns_certificate_url",
        "SigningCertURL, http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a.pem, sns_certificate_url",
        "SigningCertURL, http://127.0.0.1:4103/SimpleNotificationService-0a.pem, sns_certificate_url",
        "SigningCertURL, http://127.0.0.1:4102/other.pem, sns_certificate_url",
        "SignatureVersion, 3, sns_signature_version",
        "SignatureVersion, 01, sns_signature_version",
        "SubscribeURL, https://evil.com/?Action=ConfirmSubscription, sns_invalid_field",
        "SubscribeURL, http://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription, sns_invalid_field",
        "SubscribeURL, http://127.0.0.1:4103/?Action=ConfirmSubscription, sns_invalid_field",
    })
    void fetchesNothingForWhatLeadsElsewhere(String field, String value, String code) {
        assertThat(judge(SnsMessages.confirmation("SubscriptionConfirmation")
                        .with(field, value)
                        .signed()))
                .isEqualTo(code);
        assertThat(fetched).isEmpty();
    }

    @Test
    void believesTheStandInWhereThereIsOne() {
        SnsMessages message = SnsMessages.confirmation("SubscriptionConfirmation")
                .with("SigningCertURL", "http://127.0.0.1:4102/SimpleNotificationService-0a.pem")
                .with("SubscribeURL", "http://127.0.0.1:4102/?Action=ConfirmSubscription&Token=1")
                .signed();
        SnsVerifier inAws = new SnsVerifier(
                new SnsSettings(Set.of(SnsMessages.TOPIC), Duration.ofHours(1), Optional.empty()),
                SnsMessages.CERTIFICATES);

        assertThat(judge(message)).isEqualTo("genuine");
        assertThat(code(inAws.judge(message.bytes(), Optional.empty(), NOW))).isEqualTo("sns_certificate_url");
    }

    @Test
    void comparesTheHeaderWithTheBody() {
        byte[] body = SnsMessages.notification("m").signed().bytes();

        assertThat(code(verifier.judge(body, Optional.of("Notification"), NOW))).isEqualTo("genuine");
        assertThat(code(verifier.judge(body, Optional.of("SubscriptionConfirmation"), NOW)))
                .isEqualTo("sns_type_mismatch");
        assertThat(code(verifier.judge(body, Optional.of("notification"), NOW))).isEqualTo("sns_type_mismatch");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-04T02:02:01.122Z, sns_too_old",
        "2026-05-04T02:02:01.123Z, genuine",
        "2026-05-04T03:07:01.123Z, genuine",
        "2026-05-04T03:07:01.124Z, sns_too_new",
    })
    void takesAMessageForAnHour(String timestamp, String code) {
        assertThat(judge(SnsMessages.notification("m")
                        .with("Timestamp", timestamp)
                        .signed()))
                .isEqualTo(code);
    }

    @Test
    void refusesAReplayOfWhatWasGenuine() {
        byte[] recorded = SnsMessages.notification("m").signed().bytes();

        assertThat(code(verifier.judge(recorded, Optional.empty(), NOW))).isEqualTo("genuine");
        assertThat(code(verifier.judge(recorded, Optional.empty(), NOW.plus(Duration.ofDays(1)))))
                .isEqualTo("sns_too_old");
    }

    @Test
    void judgesTheCertificateAtReceipt() {
        Duration days = Duration.ofDays(31);

        assertThat(judgeBy(TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW.minus(days))))
                .isEqualTo("sns_certificate_invalid: the certificate had expired at receipt");
        assertThat(judgeBy(TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW.plus(days))))
                .isEqualTo("sns_certificate_invalid: the certificate was not valid yet at receipt");
    }

    @Test
    void refusesCertificatesOfOthers() {
        assertThat(judgeBy(TestAuthority.selfSignedRsa(List.of("sqs.amazonaws.com"), NOW)))
                .isEqualTo("sns_certificate_invalid: the certificate is not SNS's by its name");
        assertThat(judgeBy(TestAuthority.selfSigned(List.of("sns.amazonaws.com"), NOW)))
                .startsWith("sns_certificate_invalid: the certificate's key is not RSA");
        assertThat(judgeBy(TestAuthority.selfSignedRsa(List.of("other", "sns.eu-west-1.amazonaws.com"), NOW)))
                .isEqualTo("genuine"); // by an alternative name
    }

    @Test
    void tellsACertificateThatIsNoneFromOneThatIsNotThereNow() {
        SnsMessages message = SnsMessages.notification("m").signed();

        served = new Fetched.NoCertificate("it is not PEM");
        assertThat(judge(message)).isEqualTo("sns_certificate_invalid");
        served = new Fetched.Unavailable("status 500");
        assertThat(judge(message)).isEqualTo("sns_certificate_unavailable");
    }

    private String judge(SnsMessages message) {
        return code(verifier.judge(message.bytes(), Optional.empty(), NOW));
    }

    private String judgeBy(Identity identity) {
        served = new Fetched.Found(identity.certificate());
        byte[] body = SnsMessages.notification("m").signedBy(identity).bytes();
        return switch (verifier.judge(body, Optional.empty(), NOW)) {
            case Judgement.Genuine _ -> "genuine";
            case Judgement.Refused(SnsRefusal refusal) -> refusal.reason().code() + ": " + refusal.message();
        };
    }

    private static String code(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Genuine _ -> "genuine";
            case Judgement.Refused(SnsRefusal refusal) -> refusal.reason().code();
        };
    }
}
