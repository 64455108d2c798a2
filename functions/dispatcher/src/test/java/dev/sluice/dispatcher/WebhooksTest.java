package dev.sluice.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Samples;
import dev.sluice.delivery.Status;
import dev.sluice.delivery.WebhookBody;
import dev.sluice.delivery.WebhookRequest;
import dev.sluice.endpoint.CustomHeader;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.HmacPreset;
import dev.sluice.endpoint.Payload;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.endpoint.Signing.SealedSecret;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Verdict;
import dev.sluice.signature.Verifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a receiver gets. */
class WebhooksTest {

    private static final Secret CURRENT = Secret.generate(new Random(11));
    private static final Secret OLD = Secret.generate(new Random(12));

    private final Rig rig = new Rig();

    private WebhookRequest sent(int number) {
        return rig.receiver.requests().get(number - 1);
    }

    private boolean verifies(WebhookRequest request, SigningScheme scheme, Secret secret) {
        return Verifier.verify(
                        scheme,
                        List.of(secret),
                        request.headers(),
                        request.body(),
                        Verifier.DEFAULT_TOLERANCE,
                        rig.now())
                instanceof Verdict.Valid;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsSignedByTheEndpointsScheme(SigningScheme scheme) {
        Secret current = scheme.generate(new Random(1));
        Endpoint endpoint = rig.endpoint(scheme, null, current);
        One message = rig.accept(endpoint);

        rig.isDone(message);

        WebhookRequest request = sent(1);
        assertThat(verifies(request, scheme, current)).isTrue();
        assertThat(verifies(request, scheme, scheme.generate(new Random(2)))).isFalse();
        AcceptedEvent event = rig.stores.events().find(message.key().event()).orElseThrow();
        assertThat(request.body()).isEqualTo(WebhookBody.of(message.key().id(), event.event(), Payload.STANDARD));
        assertThat(request.url()).isEqualTo(endpoint.settings().url());
        assertThat(request.deadline()).isEqualTo(Rig.ATTEMPT_TIMEOUT);
        assertThat(request.headers())
                .containsOnlyKeys("Content-Type", "svix-id", "svix-timestamp", "svix-signature")
                .containsEntry("Content-Type", "application/json")
                .containsEntry("svix-id", message.key().id().toString());
    }

    @Test
    void everyAttemptOfEverySeriesHasTheSameIdAndBytesAndItsOwnSecond() {
        One message = rig.accept(rig.endpoint(RetrySchedule.parse("5s")));
        rig.receiver.then(500, 500, 500);
        rig.isDone(message);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(message);
        rig.clock.advance(Duration.ofHours(30));
        One redrive = rig.deadLetterQueue.take().getFirst();
        rig.isDone(redrive);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(redrive);

        assertThat(rig.row(message).series()).isEqualTo(2);
        assertThat(rig.receiver.requests()).hasSize(4).allSatisfy(request -> {
            assertThat(request.body()).isEqualTo(sent(1).body());
            assertThat(request.headers())
                    .containsEntry("svix-id", message.key().id().toString());
        });
        long first = Samples.NOON.getEpochSecond();
        assertThat(rig.receiver.requests())
                .extracting(request -> Long.parseLong(request.headers().get("svix-timestamp")) - first)
                .containsExactly(0L, 5L, 5L + 30 * 3_600, 10L + 30 * 3_600);
        assertThat(verifies(sent(4), SigningScheme.DEFAULT, Rig.SECRET)).isTrue();
    }

    @Test
    void anOldSecretSignsToo() {
        One message = rig.accept(rotated(OLD, rig.now().plusMillis(1)));

        rig.isDone(message);

        assertThat(verifies(sent(1), SigningScheme.SVIX, CURRENT)).isTrue();
        assertThat(verifies(sent(1), SigningScheme.SVIX, OLD)).isTrue();
        assertThat(sent(1).headers().get("svix-signature").split(" ")).hasSize(2);
    }

    @Test
    void fromItsTimeOnAnOldSecretSignsNoMore() {
        One message = rig.accept(rotated(OLD, rig.now()));

        rig.isDone(message);

        assertThat(verifies(sent(1), SigningScheme.SVIX, CURRENT)).isTrue();
        assertThat(verifies(sent(1), SigningScheme.SVIX, OLD)).isFalse();
    }

    @Test
    void aSecretOfBeforeItsTimeNeedNotOpen() {
        EndpointId id = Samples.endpointId();
        One message = rig.accept(
                create(id, new SealedSecret(rig.seal(id, CURRENT), null), new SealedSecret("v1.gone.AAAA", rig.now())));

        rig.isDone(message);

        assertThat(rig.status(message)).isInstanceOf(Status.Delivered.class);
    }

    private Endpoint rotated(Secret old, Instant until) {
        EndpointId id = Samples.endpointId();
        return create(id, new SealedSecret(rig.seal(id, CURRENT), null), new SealedSecret(rig.seal(id, old), until));
    }

    private Endpoint create(EndpointId id, SealedSecret... secrets) {
        return rig.create(id, SigningScheme.SVIX, null, List.of(secrets));
    }

    @ParameterizedTest
    @EnumSource
    void theHeadersHaveTheNamesThatTheEndpointAsksFor(HeaderStyle names) {
        rig.isDone(rig.accept(rig.endpoint(new SigningForm.Standard(SigningScheme.SVIX, names), CURRENT)));

        assertThat(sent(1).headers().containsKey("svix-id")).isEqualTo(names != HeaderStyle.WEBHOOK);
        assertThat(sent(1).headers().containsKey("webhook-id")).isEqualTo(names != HeaderStyle.SVIX);
        assertThat(verifies(sent(1), SigningScheme.SVIX, CURRENT)).isTrue();
    }

    @Test
    void anHmacOfTheReceiversOwnFormHasItsHeadersAlone() {
        One message = rig.accept(rig.endpoint(HmacPreset.HOOKD.form(), Secret.of("hookd's secret")));

        rig.isDone(message);

        assertThat(sent(1).headers())
                .containsOnlyKeys(
                        "Content-Type",
                        "X-Webhook-Signature",
                        "X-Webhook-Timestamp",
                        "X-Webhook-Delivery-ID",
                        "X-Webhook-Event-Type")
                .containsEntry("X-Webhook-Delivery-ID", message.key().id().toString())
                .containsEntry("X-Webhook-Event-Type", "email.bounced")
                .containsEntry("X-Webhook-Timestamp", Long.toString(rig.now().getEpochSecond()));
    }

    @Test
    void anAttemptHasTheEndpointsOwnTimeout() {
        rig.isDone(rig.accept(rig.endpoint((_, settings) -> settings.timeout(Duration.ofSeconds(30)))));

        assertThat(sent(1).deadline()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @CsvSource({
        ", 60, 15", // none of its own: the default
        "1, 60, 1",
        "15, 20, 15",
        "30, 60, 30",
        "30, 30, 30",
        "30, 22, 22", // what is left is less
        "30, 15, 15",
        "30, 9, 15", // reading took long; nothing below what was decided before the batch was begun
    })
    void aLongerTimeoutThanTheDefaultEndsWithTheFunctionsTime(@Nullable Integer own, int left, int seconds) {
        assertThat(Webhooks.deadline(
                        own == null ? null : Duration.ofSeconds(own), Duration.ofSeconds(15), Duration.ofSeconds(left)))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void anAttemptEndsFiveSecondsBeforeItsFunction() {
        One message = rig.accept(rig.endpoint((_, settings) -> settings.timeout(Duration.ofSeconds(30))));

        rig.handle(List.of(rig.receive(message)), Duration.ofSeconds(25));

        assertThat(sent(1).deadline()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aThinPayloadIsTheSameOnEveryAttempt() {
        One message = rig.accept(rig.endpoint((_, settings) -> settings.payload(Payload.THIN)));
        rig.receiver.then(500, 200);
        rig.isDone(message);
        rig.clock.advance(Duration.ofSeconds(5));
        rig.isDone(message);

        assertThat(new String(sent(1).body(), StandardCharsets.UTF_8))
                .endsWith(",\"data\":{\"event\":\"" + message.event() + "\"}}");
        assertThat(sent(2).body()).isEqualTo(sent(1).body());
        assertThat(verifies(sent(2), SigningScheme.DEFAULT, Rig.SECRET)).isTrue();
    }

    @Test
    void theEndpointsOwnHeadersAreSent() {
        rig.isDone(rig.accept(rig.endpoint((id, settings) ->
                settings.headers(List.of(header(id, "X-Api-Key", "k 1"), header(id, "Authorization", "Bearer x"))))));

        assertThat(sent(1).headers()).containsEntry("X-Api-Key", "k 1").containsEntry("Authorization", "Bearer x");
    }

    @Test
    void noHeaderOfARowTakesThePlaceOfOurs() {
        rig.isDone(rig.accept(rig.endpoint((id, settings) -> settings.headers(
                List.of(header(id, "SVIX-Signature", "v1,forged"), header(id, "content-type", "text/html"))))));

        assertThat(verifies(sent(1), SigningScheme.DEFAULT, Rig.SECRET)).isTrue();
        assertThat(sent(1).headers()).containsValue("application/json").doesNotContainValue("text/html");
        assertThat(sent(1).headers()).hasSize(4);
    }

    @Test
    void withAHeaderThatCannotBeOpenedNothingIsSent() {
        assertHeldBySecret(rig.endpoint((_, settings) -> settings.headers(
                List.of(new CustomHeader("X-Api-Key", rig.seal(Samples.endpointId(), Secret.of("another's")))))));
    }

    private CustomHeader header(EndpointId id, String name, String value) {
        return new CustomHeader(name, rig.seal(id, Secret.of(value)));
    }

    @Test
    void withASecretOfAnotherEndpointNothingIsSent() {
        EndpointId id = Samples.endpointId();
        assertHeldBySecret(create(id, new SealedSecret(rig.seal(Samples.endpointId(), CURRENT), null)));
    }

    @Test
    void withASecretThatIsNotSealedNothingIsSent() {
        assertHeldBySecret(create(Samples.endpointId(), new SealedSecret(CURRENT.reveal(), null)));
    }

    @Test
    void withoutASecretNothingIsSent() {
        assertHeldBySecret(create(Samples.endpointId()));
    }

    @Test
    void withASecretThatIsNotTheSchemesNothingIsSent() {
        assertHeldBySecret(rig.endpoint(SigningScheme.SVIX, null, Secret.of("whsec_not base64")));
    }

    @Test
    void withAnOldSecretThatShouldSignAndCannotNothingIsSent() {
        EndpointId id = Samples.endpointId();
        assertHeldBySecret(create(
                id,
                new SealedSecret(rig.seal(id, CURRENT), null),
                new SealedSecret("v1.gone.AAAA", rig.now().plusSeconds(1))));
    }

    private void assertHeldBySecret(Endpoint endpoint) {
        One message = rig.accept(endpoint);

        assertThat(rig.isDone(message)).isTrue();

        assertThat(rig.receiver.requests()).isEmpty();
        assertThat(rig.status(message)).isEqualTo(new Status.Held(HoldReason.SECRET, rig.now()));
        assertThat(rig.stores.held().looks()).hasSize(1);
    }
}
