package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.emulators.sns.SnsEmulator;
import dev.sluice.endpoint.RetrySchedule;
import dev.sluice.local.LocalOptions.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code ./sluice local} runs: SNS's stand-in posts to the api, which verifies its signature by the certificate that it serves. */
final class SnsOverHttpIT {

    private static final String HOME = "sluice.home";
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalSystem system;

    @BeforeAll
    static void start() throws IOException {
        System.setProperty(HOME, EventFiles.root().toString());
        system = LocalSystem.start(
                new LocalOptions(
                        "127.0.0.1", 0, null, RetrySchedule.DEFAULT, List.of(), 10, false, LocalOptions.Sealing.FILE),
                new Console(new PrintWriter(Writer.nullWriter())));
    }

    @AfterAll
    static void stop() {
        system.close();
        System.clearProperty(HOME);
        HTTP.close();
    }

    @Test
    void aMessageThatIsPublishedEndsAsAnEvent() throws Exception {
        publish(LocalSystem.HTTP_TOPIC, bounce("f-published"));

        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(events("f-published")).isOne());
    }

    @Test
    void aSubscriptionThroughSnssApiIsConfirmedByTheDoor() throws Exception {
        String topic = SnsEmulator.topicArn(LocalSystem.TOPIC);
        String door = system.address(Part.API) + "/events/ses";

        sns(Map.of("Action", "Subscribe", "TopicArn", topic, "Protocol", "http", "Endpoint", door));

        await().atMost(BOUND)
                .untilAsserted(() -> assertThat(sns(Map.of("Action", "ListSubscriptionsByTopic", "TopicArn", topic)))
                        .contains("<Endpoint>" + door + "</Endpoint>"));
        publish(LocalSystem.TOPIC, bounce("f-twice"));
        await().atMost(BOUND).untilAsserted(() -> assertThat(events("f-twice")).isOne());
    }

    @Test
    void aMessageThatNobodySignedIsRefused() throws Exception {
        String forged = "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"TopicArn\":\""
                + SnsEmulator.topicArn(LocalSystem.HTTP_TOPIC) + "\",\"Message\":\"m\",\"Timestamp\":\""
                + Instant.now() + "\",\"SignatureVersion\":\"2\",\"Signature\":\"AAAA\",\"SigningCertURL\":\""
                + "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem\"}";

        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(system.address(Part.API) + "/events/ses"))
                        .header("content-type", "text/plain; charset=UTF-8")
                        .POST(BodyPublishers.ofString(forged))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.body()).contains("\"detail_reason\":\"sns_certificate_url\"");
    }

    private static String bounce(String feedbackId) throws IOException {
        String bounce = Files.readString(EventFiles.root().resolve("infra/events/ses-bounce-message.json"));
        String own = EventFiles.JSON.readTree(bounce).at("/bounce/feedbackId").textValue();
        return bounce.replace(own, feedbackId);
    }

    private static void publish(String topic, String message) throws Exception {
        sns(Map.of("Action", "Publish", "TopicArn", SnsEmulator.topicArn(topic), "Message", message));
    }

    private static String sns(Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(system.address(Part.SNS).resolve("/"))
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** How many events came of a bounce. */
    private static long events(String feedbackId) throws IOException, InterruptedException {
        long found = 0;
        for (JsonNode event : get("/v1/events?limit=100").path("data")) {
            JsonNode whole = get("/v1/events/" + event.path("id").asText());
            found += whole.at("/data/bounce/feedback_id").asText().equals(feedbackId) ? 1 : 0;
        }
        return found;
    }

    private static JsonNode get(String target) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(system.address(Part.API) + target))
                        .header("authorization", "Bearer " + system.key())
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return EventFiles.JSON.readTree(answer.body());
    }
}
