package dev.sluice.emulators.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulators.ManualScheduler;
import dev.sluice.emulators.Sdk;
import dev.sluice.emulators.http.LoopbackServer;
import dev.sluice.emulators.http.Reply;
import dev.sluice.emulators.http.Request;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.emulators.receiver.Receiver;
import dev.sluice.emulators.receiver.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sns.SnsClient;

class HttpDeliveryTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualScheduler scheduler = new ManualScheduler();
    private final BlockingQueue<Request> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final List<String> deadLetters = new CopyOnWriteArrayList<>();
    private final String topicArn = SnsEmulator.topicArn("ses-events");
    private LoopbackServer endpoint;
    private SnsEmulator sns;

    @BeforeEach
    void listen() throws IOException {
        endpoint =
                LoopbackServer.start(new InetSocketAddress("127.0.0.1", 0), 1 << 20, Reply.json(413, "{}"), request -> {
                    received.add(request);
                    Integer status = statuses.poll();
                    return Reply.json(status == null ? 200 : status, "{}");
                });
    }

    @AfterEach
    void stop() {
        sns.close();
        endpoint.close();
    }

    @ParameterizedTest
    @EnumSource(SignatureVersion.class)
    void envelopeIsSignedByTheServedCertificate(SignatureVersion version) throws Exception {
        start(version);

        String messageId = publish("Hello", "{\"ü\":1}");

        Request request = next();
        assertThat(request.header("x-amz-sns-message-type")).isEqualTo("Notification");
        assertThat(request.header("x-amz-sns-message-id")).isEqualTo(messageId);
        assertThat(request.header("x-amz-sns-topic-arn")).isEqualTo(topicArn);
        assertThat(request.header("content-type")).isEqualTo("text/plain; charset=UTF-8");
        JsonNode envelope = JSON.readTree(request.body());
        assertThat(envelope.get("MessageId").asText()).isEqualTo(messageId);
        assertThat(envelope.get("Message").asText()).isEqualTo("{\"ü\":1}");
        assertThat(envelope.get("SignatureVersion").asText()).isEqualTo(version.number());
        assertThat(isSigned(envelope, List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")))
                .isTrue();
    }

    @Test
    void absentSubjectIsNeitherSentNorSigned() throws Exception {
        start(SignatureVersion.V2);

        publish(null, "m");

        JsonNode envelope = JSON.readTree(next().body());
        assertThat(envelope.has("Subject")).isFalse();
        assertThat(isSigned(envelope, List.of("Message", "MessageId", "Timestamp", "TopicArn", "Type")))
                .isTrue();
    }

    @Test
    void serverErrorIsRetriedUntilItIsWell() throws Exception {
        start(SignatureVersion.V1);
        statuses.addAll(List.of(500, 429));

        publish(null, "m");

        String first = next().text();
        awaitWaitOf(Duration.ofSeconds(20));
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(next().text()).isEqualTo(first);
        awaitWaitOf(Duration.ofSeconds(20));
        scheduler.advance(Duration.ofSeconds(20));
        assertThat(next().text()).isEqualTo(first);
        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void clientErrorIsFinal() throws Exception {
        start(SignatureVersion.V1);
        statuses.add(403);

        publish(null, "m");

        String envelope = next().text();
        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(scheduler.waits()).isEmpty();
        assertThat(deadLetters).containsExactly(envelope);
    }

    @Test
    void httpsEndpointIsReachedByWhoTrustsIt() throws Exception {
        try (Receiver receiver = Receiver.start(Receiver.Options.defaults().tls(Tls.TRUSTED))) {
            sns = SnsEmulator.builder()
                    .tls(receiver.clientContext())
                    .subscribe(
                            "ses-events",
                            new HttpSubscriber(receiver.uri("/in"), SignatureVersion.V2, List.of(), deadLetters::add))
                    .start();

            String messageId = publish(null, "m");

            Received request = receiver.awaitRequests("/in", 1, BOUND).getFirst();
            assertThat(request.header("x-amz-sns-message-id")).contains(messageId);
        }
    }

    @Test
    void endpointSubscribedThroughTheApiGetsNothingBeforeItConfirms() throws Exception {
        sns = SnsEmulator.builder().scheduler(scheduler).topic("ses-events").start();
        try (SnsClient client = Sdk.client(SnsClient.builder(), sns.endpoint())) {
            assertThat(client.subscribe(request ->
                                    request.topicArn(topicArn).protocol("http").endpoint(endpoint.uri() + "/in"))
                            .subscriptionArn())
                    .isEqualTo("pending confirmation");
        }
        Request request = next();
        assertThat(request.header("x-amz-sns-message-type")).isEqualTo("SubscriptionConfirmation");
        JsonNode envelope = JSON.readTree(request.body());
        assertThat(isSigned(
                        envelope,
                        List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")))
                .isTrue();

        publish(null, "unseen");
        for (int i = 0; i < 2; i++) {
            try (InputStream answer =
                    URI.create(envelope.get("SubscribeURL").asText()).toURL().openStream()) {
                assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("<SubscriptionArn>" + topicArn + ":");
            }
        }
        publish(null, "seen");

        assertThat(JSON.readTree(next().body()).get("Message").asText()).isEqualTo("seen");
        await().atMost(BOUND).until(() -> sns.pending() == 0);
        assertThat(received).isEmpty();
    }

    @Test
    void boundAddressIsTheOneThatSignsAfterTheStart() throws Exception {
        SnsEmulator.Builder builder = SnsEmulator.builder().scheduler(scheduler);
        try (SnsEmulator.Bound bound = builder.bind()) {
            HttpURLConnection early =
                    (HttpURLConnection) bound.endpoint().toURL().openConnection();
            assertThat(early.getResponseCode()).isEqualTo(503);

            builder.subscribe(
                    "ses-events", new HttpSubscriber(endpoint.uri(), SignatureVersion.V2, List.of(), deadLetters::add));
            sns = bound.start();

            publish("Hello", "m");
            assertThat(JSON.readTree(next().body()).get("SigningCertURL").asText())
                    .startsWith(bound.endpoint() + "/SimpleNotificationService-");
        }
    }

    private void start(SignatureVersion version) throws IOException {
        sns = SnsEmulator.builder()
                .scheduler(scheduler)
                .subscribe(
                        "ses-events",
                        new HttpSubscriber(endpoint.uri(), version, HttpSubscriber.SNS_RETRY_DELAYS, deadLetters::add))
                .start();
    }

    private String publish(String subject, String message) {
        try (SnsClient client = Sdk.client(SnsClient.builder(), sns.endpoint())) {
            return client.publish(request ->
                            request.topicArn(topicArn).subject(subject).message(message))
                    .messageId();
        }
    }

    private Request next() throws InterruptedException {
        Request request = received.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
        assertThat(request).as("a request within %s", BOUND).isNotNull();
        return request;
    }

    private void awaitWaitOf(Duration wait) {
        await().atMost(BOUND).until(() -> scheduler.waits().equals(List.of(wait)));
    }

    private boolean isSigned(JsonNode envelope, List<String> fields) throws Exception {
        Certificate certificate;
        try (InputStream pem =
                URI.create(envelope.get("SigningCertURL").asText()).toURL().openStream()) {
            certificate = CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        assertThat(certificate).isEqualTo(sns.certificate());
        StringBuilder text = new StringBuilder();
        fields.forEach(field -> text.append(field)
                .append('\n')
                .append(envelope.get(field).asText())
                .append('\n'));
        Map<String, String> algorithms = Map.of("1", "SHA1withRSA", "2", "SHA256withRSA");
        Signature signature = Signature.getInstance(
                algorithms.get(envelope.get("SignatureVersion").asText()));
        signature.initVerify(certificate);
        signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return signature.verify(
                Base64.getDecoder().decode(envelope.get("Signature").asText()));
    }
}
