package dev.sluice.emulators.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import dev.sluice.emulators.Sdk;
import dev.sluice.emulators.function.JsonFunction;
import dev.sluice.emulators.function.LambdaFunction;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.Topic;

class SnsEmulatorTest {

    private final List<SNSEvent> received = new CopyOnWriteArrayList<>();
    private final String topicArn = SnsEmulator.topicArn("ses-events");
    private SnsEmulator sns;
    private SnsClient client;

    @BeforeEach
    void start() throws Exception {
        LambdaFunction<SNSEvent, Void> ingest = new LambdaFunction<>("ingest", Duration.ofSeconds(30), (event, _) -> {
            received.add(event);
            return null;
        });
        sns = SnsEmulator.builder()
                .clock(InstantSource.fixed(Instant.parse("2026-11-22T12:00:00.123456Z")))
                .subscribe(
                        "ses-events",
                        new LambdaSubscriber(new JsonFunction<>(ingest, SNSEvent.class, Void.class), _ -> {}))
                .start();
        client = Sdk.client(SnsClient.builder(), sns.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        sns.close();
    }

    @Test
    void publishedMessageReachesTheFunction() {
        String message = "{\"text\":\"ü & <b> 𝄞 \\n\"}";

        String id = client.publish(request -> request.topicArn(topicArn)
                        .message(message)
                        .subject("Hello")
                        .messageAttributes(Map.of(
                                "kind",
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue("test")
                                        .build())))
                .messageId();

        SNSEvent.SNSRecord entry = received.getFirst().getRecords().getFirst();
        assertThat(entry.getEventSource()).isEqualTo("aws:sns");
        assertThat(entry.getEventVersion()).isEqualTo("1.0");
        assertThat(entry.getEventSubscriptionArn()).startsWith(topicArn + ":");
        SNSEvent.SNS body = entry.getSNS();
        assertThat(body.getMessageId()).isEqualTo(id);
        assertThat(body.getMessage()).isEqualTo(message);
        assertThat(body.getSubject()).isEqualTo("Hello");
        assertThat(body.getType()).isEqualTo("Notification");
        assertThat(body.getTopicArn()).isEqualTo(topicArn);
        assertThat(body.getMessageAttributes().get("kind").getValue()).isEqualTo("test");
        assertThat(body.getSigningCertUrl()).startsWith(sns.endpoint() + "/SimpleNotificationService-");
        assertThat(body.getUnsubscribeUrl()).contains("Action=Unsubscribe");
        assertThat(body.toString()).contains("timestamp: 2026-11-22T12:00:00.123Z");
    }

    @Test
    void messageWithoutSubjectHasNullAsItsSubject() {
        client.publish(request -> request.topicArn(topicArn).message("m"));

        SNSEvent.SNS body = received.getFirst().getRecords().getFirst().getSNS();
        assertThat(body.getSubject()).isNull();
        assertThat(body.getMessageAttributes()).isEmpty();
    }

    @Test
    void plainFormPublishes() throws Exception {
        HttpResponse<String> answer =
                post("Action=Publish&TopicArn=" + encoded(topicArn) + "&Message=" + encoded("a=b&c"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .containsPattern("<PublishResult><MessageId>[0-9a-f-]{36}</MessageId></PublishResult>");
        assertThat(received.getFirst().getRecords().getFirst().getSNS().getMessage())
                .isEqualTo("a=b&c");
    }

    @Test
    void redeliveryIsTheSameNotificationOnceMore() throws Exception {
        String id = client.publish(request -> request.topicArn(topicArn).message("m"))
                .messageId();

        assertThat(sns.redeliver(id)).isTrue();

        assertThat(received).hasSize(2);
        assertThat(received.get(1)).isNotSameAs(received.get(0)).isEqualTo(received.get(0));
        assertThat(sns.redeliver("unknown")).isFalse();
    }

    @Test
    void batchTellsWhichEntriesFailed() {
        PublishBatchResponse answer = client.publishBatch(request -> request.topicArn(topicArn)
                .publishBatchRequestEntries(
                        entry("a", "1"),
                        PublishBatchRequestEntry.builder()
                                .id("b")
                                .message("2")
                                .subject("line\nbreak")
                                .build(),
                        entry("c", "3")));

        assertThat(answer.successful()).extracting(entry -> entry.id()).containsExactly("a", "c");
        assertThat(answer.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.id()).isEqualTo("b");
            assertThat(failed.code()).isEqualTo("InvalidParameter");
            assertThat(failed.senderFault()).isTrue();
        });
        assertThat(received)
                .extracting(event -> event.getRecords().getFirst().getSNS().getMessage())
                .containsExactly("1", "3");
    }

    @Test
    void batchWithOneIdTwiceIsRefused() {
        assertThatThrownBy(() -> client.publishBatch(request ->
                        request.topicArn(topicArn).publishBatchRequestEntries(entry("a", "1"), entry("a", "2"))))
                .isInstanceOf(BatchEntryIdsNotDistinctException.class);
        assertThat(received).isEmpty();
    }

    @Test
    void creatingATopicTwiceIsOneTopic() {
        String first = client.createTopic(request -> request.name("other")).topicArn();
        String second = client.createTopic(request -> request.name("other")).topicArn();

        assertThat(second).isEqualTo(first).isEqualTo(SnsEmulator.topicArn("other"));
        assertThat(client.listTopics().topics()).extracting(Topic::topicArn).containsExactly(first, topicArn);
    }

    @Test
    void subscriptionsAndAttributesOfATopicAreTold() {
        assertThat(client.listSubscriptionsByTopic(request -> request.topicArn(topicArn))
                        .subscriptions())
                .singleElement()
                .satisfies(subscription -> {
                    assertThat(subscription.protocol()).isEqualTo("lambda");
                    assertThat(subscription.endpoint()).endsWith(":function:ingest");
                });
        assertThat(client.getTopicAttributes(request -> request.topicArn(topicArn))
                        .attributes())
                .containsEntry("SubscriptionsConfirmed", "1");
    }

    @Test
    void unknownTopicIsNotFound() {
        assertThatThrownBy(() -> client.publish(
                        request -> request.topicArn(topicArn + "x").message("m")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Topic does not exist");
    }

    @Test
    void emptyMessageIsAnInvalidParameter() {
        assertThatThrownBy(() ->
                        client.publish(request -> request.topicArn(topicArn).message("")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Empty message");
    }

    @Test
    void messageOf256KibibytesPassesAndOneMoreByteIsRefused() {
        String largest = "%".repeat(256 * 1024);

        client.publish(request -> request.topicArn(topicArn).message(largest));

        assertThat(received.getFirst().getRecords().getFirst().getSNS().getMessage())
                .isEqualTo(largest);
        assertThatThrownBy(() ->
                        client.publish(request -> request.topicArn(topicArn).message(largest + "%")))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Message too long");
    }

    @ParameterizedTest
    @CsvSource({
        "Action=Fly, 400, InvalidAction",
        "Message=m, 400, InvalidAction",
        "Action=Publish&Message=m, 400, InvalidParameter",
        "Action=Publish&TopicArn=nonsense&Message=m, 400, InvalidParameter",
        "Action=CreateTopic&Name=a.b, 400, InvalidParameter",
        "Action=Publish&TopicArn=%ZZ&Message=m, 400, InvalidParameter"
    })
    void errorsAreAnsweredAsSnsDoes(String form, int status, String code) throws Exception {
        HttpResponse<String> answer = post(form);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body())
                .asInstanceOf(InstanceOfAssertFactories.STRING)
                .contains("<ErrorResponse xmlns=", "<Type>Sender</Type>", "<Code>" + code + "</Code>", "<RequestId>");
    }

    private static PublishBatchRequestEntry entry(String id, String message) {
        return PublishBatchRequestEntry.builder().id(id).message(message).build();
    }

    private HttpResponse<String> post(String form) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(sns.endpoint() + "/"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
