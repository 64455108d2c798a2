package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.application.OwnerRule;
import dev.sluice.application.OwnerRule.Kind;
import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.sns.Certificates.Fetched;
import dev.sluice.sns.SnsMessages;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SnsDoorTest {

    private static final String BOUNCE = """
            {"eventType":"Bounce","mail":{"messageId":"m-1","timestamp":"2026-05-04T03:01:00.000Z",\
            "source":"shop@example.com","destination":["a@example.com"]},\
            "bounce":{"bounceType":"Permanent","feedbackId":"f-1","timestamp":"2026-05-04T03:01:30.000Z",\
            "bouncedRecipients":[{"emailAddress":"a@example.com"}]}}
            """;

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("one");

    @BeforeEach
    void own() {
        own(tenant.app());
    }

    @Test
    void acceptsANotificationOnce() {
        Reply first = post(SnsMessages.notification(BOUNCE).signed()).is(200);
        Reply again = post(SnsMessages.notification(BOUNCE).signed()).is(200);

        String event = first.json().at("/outcomes/0/event").asText();
        assertThat(first.text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"accepted\",\"event\":\"" + event
                        + "\",\"type\":\"email.bounced\",\"duplicate\":false}]}");
        assertThat(again.json().at("/outcomes/0/duplicate").asBoolean()).isTrue();
        assertThat(tenant.client().get("/v1/events").column("id")).containsExactly(event);
        assertThat(api.confirmed).isEmpty();
    }

    @Test
    void verifiesTheBytesThatWerePosted() {
        String body = SnsMessages.notification(BOUNCE.replace("shop", "žofie 🚀"))
                .signed()
                .json();
        APIGatewayV2HTTPEvent event = event(Base64.getEncoder().encodeToString(body.getBytes(UTF_8)), Map.of());
        event.setIsBase64Encoded(true);

        api.handle(event).is(200);
        post(body).is(200);
    }

    @Test
    void keepsWhatItCannotReadInQuarantine() {
        String body = SnsMessages.notification("not an event").signed().json();

        Reply reply = post(body).is(200);

        assertThat(reply.json().at("/outcomes/0/outcome").asText()).isEqualTo("rejected");
        assertThat(reply.json().at("/outcomes/0/reason").asText()).isEqualTo("invalid_json");
        RejectedInput kept = api.quarantine.kept().getFirst();
        assertThat(kept.door()).isEqualTo(Door.SNS_HTTP);
        assertThat(kept.app()).isEqualTo(tenant.app());
        assertThat(kept.context()).isEmpty();
        assertThat(new String(kept.raw(), UTF_8)).isEqualTo(body);
    }

    @Test
    void keepsWhatIsNobodys() {
        api.stores.ownerRules().delete(Kind.TOPIC, SnsMessages.TOPIC);

        Reply reply = post(SnsMessages.notification(BOUNCE).signed()).is(200);

        assertThat(reply.json().at("/outcomes/0/reason").asText()).isEqualTo("no_application");
        assertThat(api.quarantine.kept().getFirst().app()).isNull();
    }

    @Test
    void keepsWhatBelongsToAnApplicationThatIsNot() {
        own(new AppId("app_00000000000000000000000000"));

        assertThat(post(SnsMessages.notification(BOUNCE).signed())
                        .is(200)
                        .json()
                        .at("/outcomes/0/reason")
                        .asText())
                .isEqualTo("unknown_application");
    }

    @Test
    void takesNothingThatStandsBesideWhatWasSigned() {
        SnsMessages withAnother = SnsMessages.notification(
                        "Successfully validated SNS topic for Amazon SES event publishing.")
                .signed()
                .with("detail-type", "x")
                .with("detail", Map.of("eventType", "Bounce"))
                .with("eventType", "Bounce")
                .with("specversion", "1.0")
                .with("data", Map.of())
                .with("object", "event");
        SnsMessages withRecords = SnsMessages.notification(BOUNCE)
                .signed()
                .with("Records", List.of(Map.of("Sns", Map.of("Type", "Notification", "Message", BOUNCE))));

        assertThat(post(withAnother).is(200).json().at("/outcomes/0/reason").asText())
                .isEqualTo("ses_topic_validated");
        post(withRecords).isProblemOf("Records", 400, "invalid_field");
        assertThat(tenant.client().get("/v1/events").column("id")).isEmpty();
    }

    @Test
    void confirmsASubscriptionToATopicOfOurs() {
        Reply reply = post(SnsMessages.confirmation("SubscriptionConfirmation").signed())
                .is(200);

        assertThat(reply.text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"control\",\"reason\":\"sns_subscription_confirmation\"}]}");
        assertThat(api.confirmed).containsExactly(URI.create(SnsMessages.SUBSCRIBE_URL));
    }

    @Test
    void hasSnsAskAgainWhereConfirmingFailed() {
        api.confirms = false;

        post(SnsMessages.confirmation("SubscriptionConfirmation").signed()).isProblem(503, "unavailable");
    }

    @Test
    void confirmsNothingElse() {
        post(SnsMessages.confirmation("SubscriptionConfirmation")
                        .with("TopicArn", SnsMessages.TOPIC + "-other")
                        .signed())
                .isProblem(403, "forbidden");
        post(SnsMessages.confirmation("SubscriptionConfirmation")
                        .with("SubscribeURL", "https://evil.example/?Action=ConfirmSubscription")
                        .signed())
                .isProblemOf("SubscribeURL", 400, "invalid_field");
        post(SnsMessages.confirmation("SubscriptionConfirmation").signed().with("Token", "other"))
                .isProblem(403, "signature_refused");
        Reply unsubscribed = post(SnsMessages.confirmation("UnsubscribeConfirmation")
                        .signed())
                .is(200);

        assertThat(unsubscribed.json().at("/outcomes/0/reason").asText()).isEqualTo("sns_unsubscribe_confirmation");
        assertThat(api.confirmed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "MessageId,        ,                                400, missing_field,     sns_missing_field",
        "Timestamp,        yesterday,                       400, invalid_field,     sns_invalid_field",
        "Type,             Other,                           400, invalid_field,     sns_invalid_field",
        "TopicArn,         arn:aws:sns:eu-west-1:1:x,       403, forbidden,         sns_topic_not_allowed",
        "SignatureVersion, 3,                               403, signature_refused, sns_signature_version",
        "SigningCertURL,   https://foo.amazonaws.com/b.pem, 403, signature_refused, sns_certificate_url",
        "Message,          other,                           403, signature_refused, sns_signature",
    })
    void saysWhatIsWrong(String field, String value, int status, String reason, String detail) {
        Reply reply = post(SnsMessages.notification(BOUNCE).signed().with(field, value));

        reply.isProblem(status, reason);
        assertThat(reply.at("detail_reason")).isEqualTo(detail);
        assertThat(reply.headers()).doesNotContainKey("www-authenticate");
    }

    @Test
    void saysWhatIsWrongWithTheRequest() {
        String body = SnsMessages.notification(BOUNCE).signed().json();

        Reply mismatch = api.handle(event(body, Map.of("x-amz-sns-message-type", "SubscriptionConfirmation")));
        mismatch.isProblemOf("Type", 400, "invalid_field");
        assertThat(mismatch.at("detail_reason")).isEqualTo("sns_type_mismatch");
        post("{").isProblem(400, "invalid_json");
        post("").isProblem(400, "invalid_json");
        post("x".repeat(SnsDoor.MOST_BYTES)).isProblem(400, "invalid_json");
        post("x".repeat(SnsDoor.MOST_BYTES + 1)).isProblem(413, "payload_too_large");
    }

    @Test
    void refusesAReplay() {
        String body = SnsMessages.notification(BOUNCE).signed().json();

        api.clock.advance(Duration.ofMinutes(61));

        Reply reply = post(body).isProblem(403, "signature_refused");
        assertThat(reply.at("detail_reason")).isEqualTo("sns_too_old");
        assertThat(tenant.client().get("/v1/events").column("id")).isEmpty();
    }

    @Test
    void hasSnsTryAgainWhileTheCertificateIsNotThere() {
        api.certificates = _ -> new Fetched.Unavailable("status 500");
        Reply reply = post(SnsMessages.notification(BOUNCE).signed()).isProblem(503, "unavailable");
        assertThat(reply.at("detail_reason")).isEqualTo("sns_certificate_unavailable");

        api.certificates = _ -> new Fetched.NoCertificate("it is not PEM");
        post(SnsMessages.notification(BOUNCE).signed()).isProblem(403, "signature_refused");
        assertThat(api.quarantine.kept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void takesOnlyPosts(String method) {
        api.handle(TestApi.event(method, "/events/ses", Map.of(), null)).isProblem(405, "method_not_allowed");
    }

    private void own(AppId app) {
        api.stores.ownerRules().put(new OwnerRule(Kind.TOPIC, SnsMessages.TOPIC, app, TestApi.START));
    }

    private Reply post(SnsMessages message) {
        return post(message.json());
    }

    private Reply post(String body) {
        return api.handle(event(body, Map.of()));
    }

    private static APIGatewayV2HTTPEvent event(String body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("content-type", "text/plain; charset=UTF-8");
        return TestApi.event("POST", "/events/ses", headers, body);
    }
}
