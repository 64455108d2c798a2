package dev.sluice.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.sluice.api.TestApi.Tenant;
import dev.sluice.event.Door;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Secret;
import dev.sluice.signature.Signer;
import dev.sluice.signature.SigningResult.Signed;
import dev.sluice.signature.SigningScheme;
import dev.sluice.source.SourceEvents;
import dev.sluice.source.SourceId;
import dev.sluice.source.WebhookSource;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class SourceDoorTest {

    private static final String SECRET = "whsec_stripe_gave_this";
    private static final String EVENT = "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"customer.created\","
            + "\"created\":1700000000,\"livemode\":false,\"api_version\":\"2024-06-20\","
            + "\"data\":{\"object\":{\"id\":\"cus_1\",\"object\":\"customer\",\"name\":\"Žofie 🚀\"}}}\n";

    private final TestApi api = new TestApi();
    private final Tenant tenant = api.tenant("one");
    private final String stripe = create("{'name':'Stripe','kind':'stripe','secret':'" + SECRET + "'}")
            .at("id");

    @Test
    void aSignedEventIsAcceptedOnce() {
        Reply first = postStripe(stripe, EVENT, SECRET).is(200);
        Reply again = postStripe(stripe, EVENT, SECRET).is(200);

        String event = first.json().at("/outcomes/0/event").asText();
        assertThat(first.text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"accepted\",\"event\":\"" + event
                        + "\",\"type\":\"stripe.customer.created\",\"duplicate\":false}]}");
        assertThat(again.json().at("/outcomes/0/event").asText()).isEqualTo(event);
        assertThat(again.json().at("/outcomes/0/duplicate").asBoolean()).isTrue();
        assertThat(tenant.client().get("/v1/events").column("id")).containsExactly(event);
        assertThat(tenant.client()
                        .get("/v1/events/" + event)
                        .json()
                        .at("/data/object/name")
                        .asText())
                .isEqualTo("Žofie 🚀");
    }

    @Test
    void theBytesCountWhicheverWayGatewayHandsThemOver() {
        APIGatewayV2HTTPEvent event = TestApi.event(
                "POST",
                "/v1/sources/" + stripe,
                Map.of("stripe-signature", signature(EVENT.getBytes(UTF_8), SECRET)),
                Base64.getEncoder().encodeToString(EVENT.getBytes(UTF_8)));
        event.setIsBase64Encoded(true);

        assertThat(api.handle(event).is(200).json().at("/outcomes/0/outcome").asText())
                .isEqualTo("accepted");
    }

    @Test
    void aChangedBodyIsRefusedAndLeavesNothing() {
        String header = signature(EVENT.getBytes(UTF_8), SECRET);

        Reply reply = api.handle(TestApi.event(
                "POST", "/v1/sources/" + stripe, Map.of("stripe-signature", header), EVENT.replace("cus_1", "cus_2")));

        reply.isProblem(403, "signature_refused");
        assertThat(reply.at("detail_reason")).isEqualTo("no_matching_signature");
        assertThat(reply.headers()).doesNotContainKey("www-authenticate");
        assertThat(reply.text()).doesNotContain(SECRET, header);
        assertThat(tenant.client().get("/v1/events").column("id")).isEmpty();
        assertThat(api.quarantine.kept()).isEmpty();
    }

    @Test
    void saysWhyASignatureIsRefused() {
        assertThat(post(stripe, EVENT, Map.of())
                        .isProblem(403, "signature_refused")
                        .at("detail_reason"))
                .isEqualTo("missing_header");
        assertThat(post(stripe, EVENT, Map.of("stripe-signature", "v1=a")).at("detail_reason"))
                .isEqualTo("bad_header");
        String header = signature(EVENT.getBytes(UTF_8), SECRET);
        api.clock.advance(Duration.ofSeconds(301));
        assertThat(post(stripe, EVENT, Map.of("stripe-signature", header)).at("detail_reason"))
                .isEqualTo("too_old");
    }

    @Test
    void aKeyIsNeitherNeededNorEnough() {
        String path = "/v1/sources/" + stripe;

        tenant.client().post(path, EVENT).isProblem(403, "signature_refused");
        api.admin().post(path, EVENT).isProblem(403, "signature_refused");
        postStripe(stripe, EVENT, SECRET).is(200);
    }

    @Test
    void aSourceThatIsNotThereIsNotFound() {
        String path = "src_0000000000000000000000000A";

        postStripe(path, EVENT, SECRET).isProblem(404, "not_found");
        postStripe("evt_1", EVENT, SECRET).isProblem(404, "not_found");
        tenant.client().delete("/v1/sources/" + stripe).is(204);
        postStripe(stripe, EVENT, SECRET).isProblem(404, "not_found");
    }

    @Test
    void aSourcesSignaturePostsToItsOwnApplicationAlone() {
        Tenant other = api.tenant("two");
        String theirs = other.client()
                .post("/v1/sources", "{\"name\":\"x\",\"kind\":\"stripe\",\"secret\":\"whsec_of_theirs\"}")
                .at("id");

        postStripe(theirs, EVENT, SECRET).isProblem(403, "signature_refused");
        postStripe(stripe, EVENT, "whsec_of_theirs").isProblem(403, "signature_refused");
        postStripe(theirs + "?application=" + tenant.app(), EVENT, "whsec_of_theirs")
                .is(200);

        assertThat(tenant.client().get("/v1/events").column("id")).isEmpty();
        assertThat(other.client().get("/v1/events").column("type")).containsExactly("stripe.customer.created");
    }

    @Test
    void aSecretCopiedToAnotherApplicationsRowOpensNothing() {
        Tenant other = api.tenant("two");
        WebhookSource ours = api.sources.find(new SourceId(stripe)).orElseThrow();
        String theirs = other.client()
                .post("/v1/sources", "{\"name\":\"x\",\"kind\":\"stripe\",\"secret\":\"whsec_of_theirs\"}")
                .at("id");
        WebhookSource before = api.sources.find(new SourceId(theirs)).orElseThrow();
        api.sources.replace(
                before,
                new WebhookSource(
                        before.id(),
                        before.app(),
                        before.name(),
                        before.kind(),
                        ours.secrets(),
                        null,
                        before.tolerance(),
                        before.createdAt(),
                        before.updatedAt().plusMillis(1)));

        assertThat(postStripe(theirs, EVENT, SECRET)
                        .isProblem(403, "signature_refused")
                        .at("detail_reason"))
                .isEqualTo("secret_unreadable");
    }

    @Test
    void theOldSecretPostsForADayMore() {
        tenant.client()
                .patch("/v1/sources/" + stripe, "{\"secret\":\"whsec_the_next_one\"}")
                .is(200);

        postStripe(stripe, EVENT, SECRET).is(200);
        postStripe(stripe, EVENT, "whsec_the_next_one").is(200);
        api.clock.advance(Duration.ofHours(24).minusMillis(1));
        postStripe(stripe, EVENT, SECRET).is(200);
        api.clock.advance(Duration.ofMillis(1));
        postStripe(stripe, EVENT, SECRET).isProblem(403, "signature_refused");
        postStripe(stripe, EVENT, "whsec_the_next_one").is(200);
    }

    @Test
    void whatIsSignedAndNoEventIsKeptAndNeedNotComeAgain() {
        String body = "{\"object\":\"event\",\"id\":\"evt_1\"}";

        Reply reply = postStripe(stripe, body, SECRET).is(200);

        assertThat(reply.json().at("/outcomes/0/outcome").asText()).isEqualTo("rejected");
        assertThat(reply.json().at("/outcomes/0/reason").asText()).startsWith("stripe_");
        assertThat(reply.json().at("/outcomes/0/quarantine").asText()).matches("rej_[0-9A-HJKMNP-TV-Z]{26}");
        assertThat(api.quarantine.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.app()).isEqualTo(tenant.app());
            assertThat(kept.door()).isEqualTo(Door.SOURCE);
            assertThat(kept.context()).isEqualTo(Map.of("source", stripe));
            assertThat(kept.raw()).isEqualTo(body.getBytes(UTF_8));
            assertThat(kept.receivedAt()).isEqualTo(TestApi.START);
        });
    }

    @Test
    void bytesThatAreNoTextAreKeptAsTheyCame() {
        byte[] body = {(byte) 0xFF, 0, (byte) 0xC3, 0x28};
        APIGatewayV2HTTPEvent event = TestApi.event(
                "POST",
                "/v1/sources/" + stripe,
                Map.of("stripe-signature", signature(body, SECRET)),
                Base64.getEncoder().encodeToString(body));
        event.setIsBase64Encoded(true);

        api.handle(event).is(200);

        assertThat(api.quarantine.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.raw()).isEqualTo(body));
    }

    @Test
    void takesAMebibyteAndNoMore() {
        String most = " ".repeat(SourceDoor.MOST_BYTES - EVENT.length() - 5) + EVENT;
        int room = SourceDoor.MOST_BYTES - most.getBytes(UTF_8).length;
        most = " ".repeat(room) + most;

        assertThat(postStripe(stripe, most, SECRET)
                        .is(200)
                        .json()
                        .at("/outcomes/0/outcome")
                        .asText())
                .isEqualTo("accepted");
        postStripe(stripe, " " + most, SECRET).isProblem(413, "payload_too_large");
    }

    @Test
    void standardWebhooksComeInUnderEitherName() {
        Reply created = create("{'name':'Svix','kind':'standard_webhooks'}");
        String body = "{\"type\":\"order.paid\",\"timestamp\":\"2026-05-04T03:00:00Z\",\"data\":{\"n\":1}}";

        for (HeaderStyle style : List.of(HeaderStyle.SVIX, HeaderStyle.WEBHOOK)) {
            Reply reply = post(created.at("id"), body, standard(created.at("secret"), style, body))
                    .is(200);

            assertThat(reply.json().at("/outcomes/0/type").asText()).isEqualTo("order.paid");
            assertThat(reply.json().at("/outcomes/0/duplicate").asBoolean()).isEqualTo(style == HeaderStyle.WEBHOOK);
        }
        String event = tenant.client().get("/v1/events").column("id").getFirst();
        Reply read = tenant.client().get("/v1/events/" + event);
        assertThat(read.json().path("data").toString()).isEqualTo("{\"n\":1}");
        assertThat(read.at("created_at")).isEqualTo("2026-05-04T03:00:00.000Z");
    }

    @Test
    void githubIsKnownByItsHeadersAndItsPingIsNoEvent() {
        String github = create("{'name':'GitHub','kind':'hmac','preset':'github','secret':'a shared secret'}")
                .at("id");

        Reply push = post(github, "{\"ref\":\"main\"}", github("push", "d-1", "{\"ref\":\"main\"}"));
        Reply ping = post(github, "{\"zen\":\"x\"}", github("ping", "d-2", "{\"zen\":\"x\"}"));

        assertThat(push.is(200).json().at("/outcomes/0/type").asText()).isEqualTo("github.push");
        assertThat(ping.is(200).text())
                .isEqualTo("{\"outcomes\":[{\"outcome\":\"control\",\"reason\":\"provider_ping\"}]}");
        assertThat(tenant.client().get("/v1/events").column("type")).containsExactly("github.push");
        assertThat(api.quarantine.kept()).isEmpty();
    }

    @Test
    void whatIsKeptOfARequestSaysTheSameOnAReplay() {
        String github = create("{'name':'GitHub','kind':'hmac','preset':'github','secret':'a shared secret'}")
                .at("id");
        Reply svix = create("{'name':'Svix','kind':'standard_webhooks'}");
        Map<String, String> headers = new HashMap<>(github("no type!", "d-1", "{}"));
        headers.put("cookie", "hidden");
        post(github, "{}", headers).is(200);
        api.clock.advance(Duration.ofSeconds(1));
        post(svix.at("id"), "{}", standard(svix.at("secret"), HeaderStyle.SVIX, "{}"))
                .is(200);

        assertThat(api.quarantine.kept())
                .extracting(RejectedInput::context)
                .containsExactly(
                        Map.of("source", github, "x-github-event", "no type!", "x-github-delivery", "d-1"),
                        Map.of(
                                "source",
                                svix.at("id"),
                                "webhook-id",
                                "msg_1",
                                "webhook-timestamp",
                                Long.toString(TestApi.START.getEpochSecond() + 1)));
        assertThat(api.quarantine.kept()).allSatisfy(kept -> {
            WebhookSource source =
                    api.sources.find(new SourceId(kept.context().get("source"))).orElseThrow();
            assertThat(SourceEvents.context(source, kept.context())).isEqualTo(kept.context());
            for (String fixed : List.of("{}", "{\"type\":\"a\"}")) {
                Map<String, String> first = source.kind().code().equals("hmac")
                        ? headers
                        : standard(svix.at("secret"), HeaderStyle.SVIX, "{}");
                byte[] body = fixed.getBytes(UTF_8);
                assertThat(SourceEvents.parse(source, kept.context(), body, kept.receivedAt()))
                        .isEqualTo(SourceEvents.parse(source, first, body, kept.receivedAt()));
            }
        });
    }

    @Test
    void stripesOwnAddressIsThatOfOneSource() {
        Map<String, String> headers = Map.of("stripe-signature", signature(EVENT.getBytes(UTF_8), SECRET));
        api.handle(TestApi.event("POST", "/webhooks/stripe", headers, EVENT)).isProblem(404, "not_found");
        TestApi named = api.another(parts -> parts.stripeSource = Optional.of(new SourceId(stripe)));

        Reply reply = named.handle(TestApi.event("POST", "/webhooks/stripe", headers, EVENT))
                .is(200);

        assertThat(reply.json().at("/outcomes/0/type").asText()).isEqualTo("stripe.customer.created");
        named.handle(TestApi.event("POST", "/webhooks/stripe", headers, EVENT + " "))
                .isProblem(403, "signature_refused");
        named.handle(TestApi.event("GET", "/webhooks/stripe", headers, null)).isProblem(405, "method_not_allowed");
    }

    private Reply create(String body) {
        return tenant.client().post("/v1/sources", body.replace('\'', '"')).is(201);
    }

    private Reply postStripe(String id, String body, String secret) {
        return post(id, body, Map.of("stripe-signature", signature(body.getBytes(UTF_8), secret)));
    }

    private Reply post(String id, String body, Map<String, String> headers) {
        return api.handle(TestApi.event("POST", "/v1/sources/" + id, headers, body));
    }

    private String signature(byte[] body, String secret) {
        Instant now = api.clock.instant();
        byte[] time = (now.getEpochSecond() + ".").getBytes(UTF_8);
        byte[] signed = new byte[time.length + body.length];
        System.arraycopy(time, 0, signed, 0, time.length);
        System.arraycopy(body, 0, signed, time.length, body.length);
        return "t=" + now.getEpochSecond() + ",v1=" + hmac(secret, signed);
    }

    private Map<String, String> standard(String secret, HeaderStyle style, String body) {
        return ((Signed) Signer.sign(
                        SigningScheme.SVIX,
                        style,
                        List.of(Secret.of(secret)),
                        "msg_1",
                        api.clock.instant(),
                        body.getBytes(UTF_8)))
                .headers();
    }

    private static Map<String, String> github(String type, String delivery, String body) {
        return Map.of(
                "x-hub-signature-256",
                "sha256=" + hmac("a shared secret", body.getBytes(UTF_8)),
                "x-github-event",
                type,
                "x-github-delivery",
                delivery);
    }

    private static String hmac(String secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(signed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
