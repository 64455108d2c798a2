package dev.sluice.sns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulators.certificate.Identity;
import dev.sluice.emulators.certificate.TestAuthority;
import dev.sluice.sns.Certificates.Fetched;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.messagemanager.sns.SnsMessageManager;
import software.amazon.awssdk.regions.Region;

/**
 * AWS's own {@code sns-message-manager} says of a message what we say, as far as it goes: of its one region, by today's clock, whatever
 * topic and age.
 */
final class OfficialLibraryTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private static final Identity SNS = TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW);

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void bothTakeWhatSnsSigned(String version) {
        assertBoth(true, notification().with("SignatureVersion", version).signedBy(SNS), SNS);
        assertBoth(
                true,
                notification()
                        .with("SignatureVersion", version)
                        .with("Subject", "s")
                        .signedBy(SNS),
                SNS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SubscriptionConfirmation", "UnsubscribeConfirmation"})
    void bothTakeConfirmations(String type) {
        assertBoth(true, SnsMessages.confirmation(type).signedBy(SNS), SNS);
        assertBoth(false, SnsMessages.confirmation(type).signedBy(SNS).with("Token", "other"), SNS);
    }

    @ParameterizedTest
    @CsvSource({
        "Message, other",
        "Message, 'Ａ ｍｅｓｓａｇｅ'",
        "MessageId, other",
        "Subject, added",
        "Timestamp, 2026-05-04T03:02:00.001Z",
        "TopicArn, arn:aws:sns:eu-central-1:123456789012:other",
        "SignatureVersion, 2",
        "SignatureVersion, 3",
        "Signature, AAAA",
        "Type, UnsubscribeConfirmation",
        "SigningCertURL, http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a.pem",
        "SigningCertURL, https://sns.eu-central-1.amazonaws.com.evil.com/SimpleNotificationService-0a.pem",
    })
    void bothRefuseWhatWasChanged(String field, String value) {
        assertBoth(false, notification().signedBy(SNS).with(field, value), SNS);
    }

    @Test
    void bothRefuseCertificatesOfOthersAndOfOtherTimes() {
        Identity other = TestAuthority.selfSignedRsa(List.of("sqs.amazonaws.com"), NOW);
        Identity expired = TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW.minus(31, ChronoUnit.DAYS));
        Identity early = TestAuthority.selfSignedRsa(List.of("sns.amazonaws.com"), NOW.plus(31, ChronoUnit.DAYS));

        for (Identity bad : List.of(other, expired, early)) {
            assertBoth(false, notification().signedBy(bad), bad);
        }
    }

    @Test
    void weRefuseWhatItTakes() {
        SnsMessages elsewhere = notification()
                .with("SigningCertURL", "https://sns.eu-central-1.amazonaws.com/another/path?and=query")
                .signedBy(SNS);

        assertThat(theySay(elsewhere, SNS)).isTrue();
        assertThat(weSay(elsewhere, SNS)).isFalse();
    }

    /** It signs {@code Instant.toString()}, which leaves out milliseconds that are zero: SNS writes them. */
    @Test
    void weTakeAWholeSecondWhichItRefuses() {
        SnsMessages whole =
                notification().with("Timestamp", "2026-05-04T03:02:00.000Z").signedBy(SNS);

        assertThat(weSay(whole, SNS)).isTrue();
        assertThat(theySay(whole, SNS)).isFalse();
    }

    private static SnsMessages notification() {
        return SnsMessages.notification("Ａ Ｍｅｓｓａｇｅ\n{\"a\":\"\\u00fc\"}\n");
    }

    private static void assertBoth(boolean taken, SnsMessages message, Identity identity) {
        assertThat(weSay(message, identity)).as("ours of %s", message.json()).isEqualTo(taken);
        assertThat(theySay(message, identity)).as("AWS's of %s", message.json()).isEqualTo(taken);
    }

    private static boolean weSay(SnsMessages message, Identity identity) {
        SnsSettings settings = new SnsSettings(Set.of(), Duration.ofHours(1), Optional.empty());
        SnsVerifier verifier = new SnsVerifier(settings, _ -> new Fetched.Found(identity.certificate()));
        return SnsEnvelopeReader.read(message.bytes()) instanceof SnsEnvelopeReader.Result.Unverified(SnsEnvelope read)
                && verifier.refuseSender(read, NOW).isEmpty();
    }

    private static boolean theySay(SnsMessages message, Identity identity) {
        try (SnsMessageManager manager = SnsMessageManager.builder()
                .region(Region.EU_CENTRAL_1)
                .httpClient(new Serving(identity.pem()))
                .build()) {
            return manager.parseMessage(message.json()) != null;
        } catch (
                RuntimeException
                        e) { // also NullPointerException and IllegalArgumentException, for what a stranger may post
            return false;
        }
    }

    /** Serves one text at every address. */
    private record Serving(String text) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder().statusCode(200).build())
                            .responseBody(AbortableInputStream.create(
                                    new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
