package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sns.SnsEnvelopeReader.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnsEnvelopeReaderTest {

    @Test
    void readsANotificationAsItStands() {
        SnsEnvelope envelope = SnsMessages.notification(" {\"ü\":1}\n")
                .with("Subject", "s")
                .signed()
                .envelope();

        assertThat(envelope.type()).isEqualTo(SnsType.NOTIFICATION);
        assertThat(envelope.message()).isEqualTo(" {\"ü\":1}\n");
        assertThat(envelope.subject()).isEqualTo("s");
        assertThat(envelope.sentAt()).isEqualTo(Instant.parse("2026-05-04T03:02:00.120Z"));
        assertThat(envelope.subscribeUrl()).isNull();
    }

    @Test
    void takesANullSubjectForNone() {
        assertThat(SnsMessages.notification("m")
                        .with("Subject", null)
                        .signed()
                        .envelope()
                        .subject())
                .isNull();
    }

    @Test
    void knowsBothSpellingsOfTheCertificatesAddress() {
        SnsMessages message = SnsMessages.notification("m")
                .without("SigningCertURL")
                .with("SigningCertUrl", SnsMessages.CERTIFICATE_URL)
                .signed();

        assertThat(message.envelope().certificateUrl()).isEqualTo(SnsMessages.CERTIFICATE_URL);
        assertThat(refusal(message.with("SigningCertURL", "https://elsewhere.example/")
                                .bytes())
                        .field())
                .isEqualTo("SigningCertUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Type",
                "MessageId",
                "TopicArn",
                "Message",
                "Timestamp",
                "SignatureVersion",
                "Signature",
                "SigningCertURL",
                "SubscribeURL",
                "Token"
            })
    void namesAFieldThatIsMissing(String field) {
        SnsMessages message =
                SnsMessages.confirmation("SubscriptionConfirmation").signed();

        assertRefused(message.with(field, null).bytes(), "sns_missing_field", field);
        assertRefused(message.without(field).bytes(), "sns_missing_field", field);
        assertRefused(message.with(field, 7).bytes(), "sns_invalid_field", field);
    }

    @ParameterizedTest
    @CsvSource({
        "Type, notification",
        "Type, Records",
        "MessageId, ' '",
        "Timestamp, yesterday",
        "Timestamp, 2026-02-30T00:00:00Z",
        "Signature, not base64",
        "Signature, ''",
    })
    void namesAFieldThatIsNotUsable(String field, String value) {
        assertRefused(SnsMessages.notification("m").signed().with(field, value).bytes(), "sns_invalid_field", field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "\"Notification\"", "{", "{\"Type\":\"a\",\"Type\":\"b\"}", "{} {}"})
    void refusesWhatIsNoObject(String body) {
        assertRefused(body.getBytes(StandardCharsets.UTF_8), "sns_invalid_json", null);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertRefused(
                SnsMessages.notification("ü").signed().json().getBytes(StandardCharsets.ISO_8859_1),
                "sns_invalid_json",
                null);
    }

    @Test
    void refusesRecordsBesideAMessage() {
        SnsMessages message = SnsMessages.notification("m").signed().with("Records", List.of());

        assertRefused(message.bytes(), "sns_invalid_field", "Records");
    }

    @Test
    void neverShowsTheToken() {
        SnsEnvelope envelope = SnsMessages.confirmation("SubscriptionConfirmation")
                .with("Token", "t0ken")
                .signed()
                .envelope();

        assertThat(envelope.toString()).doesNotContain("t0ken").contains(SnsMessages.TOPIC);
    }

    private static void assertRefused(byte[] body, String code, String field) {
        SnsRefusal refusal = refusal(body);
        assertThat(refusal.reason().code()).as(refusal.message()).isEqualTo(code);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal.message()).startsWith(field == null ? "the body" : field + " ");
    }

    private static SnsRefusal refusal(byte[] body) {
        return ((Result.Refused) SnsEnvelopeReader.read(body)).refusal();
    }
}
