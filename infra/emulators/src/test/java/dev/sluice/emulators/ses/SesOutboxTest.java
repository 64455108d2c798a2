package dev.sluice.emulators.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulators.Sdk;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.Destination;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;

class SesOutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    private SesOutbox outbox;
    private SesV2Client client;

    @BeforeEach
    void start() throws Exception {
        outbox = SesOutbox.start(ANY_PORT, InstantSource.fixed(NOW));
        client = Sdk.client(SesV2Client.builder(), outbox.endpoint());
    }

    @AfterEach
    void stop() {
        client.close();
        outbox.close();
    }

    @Test
    void simpleEmailIsKept() {
        String id = client.sendEmail(simple().replyToAddresses("reply@example.com")
                        .configurationSetName("sluice")
                        .emailTags(tag("em", "em_1"), tag("campaign", "a.b@c"))
                        .build())
                .messageId();

        SentEmail email = outbox.sent().getFirst();
        assertThat(email.messageId()).isEqualTo(id).matches("0100[0-9a-f]{12}-[0-9a-f-]{36}-000000");
        assertThat(email.acceptedAt()).isEqualTo(NOW);
        assertThat(email.from()).contains("from@example.com");
        assertThat(email.to()).containsExactly("to@example.com");
        assertThat(email.cc()).containsExactly("cc@example.com");
        assertThat(email.bcc()).isEmpty();
        assertThat(email.replyTo()).containsExactly("reply@example.com");
        assertThat(email.subject()).contains("Hellö");
        assertThat(email.text()).contains("text");
        assertThat(email.html()).contains("<p>html</p>");
        assertThat(email.raw()).isEmpty();
        assertThat(email.tags()).isEqualTo(Map.of("em", "em_1", "campaign", "a.b@c"));
        assertThat(email.configurationSet()).contains("sluice");
    }

    @Test
    void rawEmailIsKeptByteForByte() {
        byte[] mime = "Subject: x\r\n\r\nbody\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

        client.sendEmail(request -> request.destination(to -> to.toAddresses("to@example.com"))
                .content(content -> content.raw(raw -> raw.data(SdkBytes.fromByteArray(mime)))));

        assertThat(outbox.sent().getFirst().raw().orElseThrow()).isEqualTo(mime);
        assertThat(outbox.sent().getFirst().from()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SesError.class)
    void failsAsItWasTold(SesError error) {
        outbox.failNext(1, error);

        assertThatThrownBy(() -> client.sendEmail(simple().build()))
                .isInstanceOfSatisfying(SesV2Exception.class, exception -> {
                    assertThat(exception.awsErrorDetails().errorCode()).isEqualTo(error.code());
                    assertThat(exception.statusCode()).isEqualTo(error.status());
                });
        assertThat(outbox.sent()).isEmpty();
        client.sendEmail(simple().build());
        assertThat(outbox.sent()).hasSize(1);
    }

    @Test
    void emailIsKeptAlthoughItsAnswerWasLost() {
        outbox.loseNextAnswers(1);

        assertThatThrownBy(() -> client.sendEmail(simple().build())).isInstanceOf(SdkClientException.class);

        assertThat(outbox.sent()).isNotEmpty();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("FromEmailAddress is missing", simple().fromEmailAddress(null)),
                Arguments.of("Recipient count is zero.", simple().destination((Destination) null)),
                Arguments.of(
                        "Recipient count exceeds 50.",
                        simple().destination(to -> to.toAddresses(Collections.nCopies(51, "a@example.com")))),
                Arguments.of(
                        "Content must have one",
                        simple().content(EmailContent.builder().build())),
                Arguments.of("Invalid tag name <a b>", simple().emailTags(tag("a b", "c"))),
                Arguments.of("Invalid tag value <ü>", simple().emailTags(tag("a", "ü"))));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void badRequestsAreRefused(String message, SendEmailRequest.Builder request) {
        assertThatThrownBy(() -> client.sendEmail(request.build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining(message);
        assertThat(outbox.sent()).isEmpty();
    }

    @Test
    void outboxIsListedAsJson() throws Exception {
        String id = client.sendEmail(simple().build()).messageId();

        JsonNode list =
                new ObjectMapper().readTree(outbox.endpoint().resolve("/outbox").toURL());

        assertThat(list).hasSize(1);
        assertThat(list.at("/0/message_id").asText()).isEqualTo(id);
        assertThat(list.at("/0/request/FromEmailAddress").asText()).isEqualTo("from@example.com");
    }

    @Test
    void directoryOutlivesTheOutbox(@TempDir Path parent) throws Exception {
        Path directory = parent.resolve("outbox");
        String id;
        try (SesOutbox first = SesOutbox.start(ANY_PORT, InstantSource.fixed(NOW), directory);
                SesV2Client sender = Sdk.client(SesV2Client.builder(), first.endpoint())) {
            id = sender.sendEmail(simple().build()).messageId();
        }

        try (SesOutbox second = SesOutbox.start(ANY_PORT, InstantSource.fixed(NOW), directory)) {
            assertThat(second.sent()).extracting(SentEmail::messageId).containsExactly(id);
            assertThat(second.sent().getFirst().subject()).contains("Hellö");
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).isEqualTo(List.of(id + ".json"));
        }
    }

    private static SendEmailRequest.Builder simple() {
        return SendEmailRequest.builder()
                .fromEmailAddress("from@example.com")
                .destination(to -> to.toAddresses("to@example.com").ccAddresses("cc@example.com"))
                .content(content -> content.simple(message -> message.subject(subject -> subject.data("Hellö"))
                        .body(body -> body.text(text -> text.data("text")).html(html -> html.data("<p>html</p>")))));
    }

    private static MessageTag tag(String name, String value) {
        return MessageTag.builder().name(name).value(value).build();
    }
}
