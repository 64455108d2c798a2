package dev.sluice.local;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DispatchMessage;
import dev.sluice.delivery.DispatchMessage.One;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.Status;
import dev.sluice.emulators.receiver.Received;
import dev.sluice.event.EventId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each file of {@code infra/events} does to its function and to the world, however the function is invoked. */
abstract class EventFilesContract {

    private static final String NOTHING_FAILED = "{\"batchItemFailures\":[]}";

    /** Around the functions. */
    abstract Surroundings world();

    /** How facts name what is invoked. */
    abstract String subject();

    /** The function's answer to an event, as JSON; anything but an answer fails the test. */
    abstract String invoke(Function function, String event) throws Exception;

    static List<String> files() throws IOException {
        return EventFiles.names();
    }

    @BeforeEach
    void forgetWhatWas() {
        world().takeMessages();
        world().receiver().clear();
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileDoesWhatItSays(String file) throws Exception {
        switch (file) {
            case "dispatch-batch.json" -> deliversAndSplits(file);
            case "eventbridge-ses-bounce.json" -> ingests(Function.INGEST_BUS, file, "email.bounced");
            case "eventbridge-stripe.json" -> ingests(Function.INGEST_BUS, file, "stripe.invoice.paid");
            case "http-health.json" -> isHealthy(file);
            case "http-post-event.json", "http-post-event-base64.json" -> posts(file);
            case "ses-bounce.json" -> ingests(Function.INGEST, file, "email.bounced");
            case "ses-complaint.json" -> ingests(Function.INGEST, file, "email.complained");
            case "ses-delivery.json" -> ingests(Function.INGEST, file, "email.delivered");
            case "ses-control.json" -> acknowledges(file);
            case "ses-bounce-message.json" -> isTheMessageOf(file, "ses-bounce.json");
            case "sqs-raw-bounce.json", "sqs-sns-bounce.json" -> ingests(Function.INGEST_QUEUE, file, "email.bounced");
            case "tick.json" -> audits(file);
            default -> fail("no function's list has " + file);
        }
    }

    private void deliversAndSplits(String file) throws Exception {
        state(file, "answer", NOTHING_FAILED, invoke(Function.DISPATCHER, EventFiles.text(file)));

        One first = world().first();
        List<Received> webhooks = world().receiver().received(Surroundings.PATH);
        state(file, "webhooks", 1, webhooks.size());
        state(
                file,
                "svix-id",
                new MessageId(first.event(), first.endpoint()),
                webhooks.getFirst().header("svix-id").orElse(""));
        state(file, "signature verifies", true, world().verifies(webhooks.getFirst()));
        List<DispatchMessage> messages = world().takeMessages();
        int endpoints = world().second().to();
        state(file, "messages that the other one is split into", endpoints, messages.size());
        state(file, "endpoints in them", endpoints, (int) messages.stream()
                .map(message -> message instanceof One one ? one.endpoint() : message)
                .distinct()
                .count());
    }

    private void isHealthy(String file) throws Exception {
        JsonNode answer = EventFiles.JSON.readTree(invoke(Function.API, EventFiles.text(file)));

        state(file, "status", 200, answer.path("statusCode").asInt());
        state(
                file,
                "content-type",
                "application/json",
                answer.at("/headers/content-type").asText());
        state(file, "body", "{\"status\":\"ok\"}", answer.path("body").asText());
        state(file, "base64", false, answer.path("isBase64Encoded").asBoolean());
    }

    private void posts(String file) throws Exception {
        JsonNode posted = EventFiles.JSON.readTree(body(EventFiles.json(file)));

        JsonNode answer = EventFiles.JSON.readTree(invoke(Function.API, EventFiles.text(file)));

        state(file, "status", 202, answer.path("statusCode").asInt());
        JsonNode body = EventFiles.JSON.readTree(answer.path("body").asText());
        state(
                file,
                "created_at",
                posted.path("created_at").asText(),
                body.path("created_at").asText());
        AcceptedEvent stored = queued(file);
        state(file, "id", stored.event().id().value(), body.path("id").asText());
        state(file, "type", posted.path("type").asText(), stored.event().type());
        state(
                file,
                "data",
                posted.path("data"),
                EventFiles.JSON.readTree(stored.event().data()));
    }

    private static String body(JsonNode request) {
        String body = request.path("body").asText();
        return request.path("isBase64Encoded").asBoolean()
                ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
                : body;
    }

    private void ingests(Function function, String file, String type) throws Exception {
        String done = function == Function.INGEST_QUEUE ? NOTHING_FAILED : "null";
        state(file, "answer", done, invoke(function, EventFiles.text(file)));

        state(file, "type", type, queued(file).event().type());
    }

    /** The stored event that the one message in the queue names. */
    private AcceptedEvent queued(String file) {
        List<DispatchMessage> messages = world().takeMessages();
        state(file, "messages", 1, messages.size());
        DispatchMessage message = messages.getFirst();
        state(file, "group", world().endpoint().value(), message.group());
        return world().stack()
                .events()
                .find(new EventKey(message.app(), message.event()))
                .orElseThrow();
    }

    private void acknowledges(String file) throws Exception {
        state(file, "answer", "null", invoke(Function.INGEST, EventFiles.text(file)));

        state(file, "messages", 0, world().takeMessages().size());
    }

    private void isTheMessageOf(String file, String notification) throws IOException {
        JsonNode message = EventFiles.JSON.readTree(
                EventFiles.json(notification).at("/Records/0/Sns/Message").textValue());

        state(file, "is the message of " + notification, true, message.equals(EventFiles.json(file)));
    }

    /** The first audit is of the five minutes that were over ten minutes ago: of the two events here, one is of these. */
    private void audits(String file) throws Exception {
        world().forgetAudit();
        long window = Duration.ofMinutes(5).toMillis();
        long from = (System.currentTimeMillis() - 3 * window) / window * window;
        for (long time : new long[] {from, from + window}) {
            Instant createdAt = Instant.ofEpochMilli(time);
            world().put(EventId.create(createdAt, new Random(time)), createdAt, List.of(world().endpoint()));
        }

        state(file, "answer", "null", invoke(Function.SCHEDULER, EventFiles.text(file)));

        state(
                file,
                "lost messages that are sent again",
                1,
                world().takeMessages().size());
    }

    /** Whether a delivery has succeeded. */
    final boolean isDelivered(One message) {
        DeliveryKey key = message.key();
        return world().stack().deliveries().read(List.of(key)).get(key).status() instanceof Status.Delivered;
    }

    final void state(String file, String fact, Object expected, Object measured) {
        Prove.expect(subject() + ", " + file + ": " + fact, expected, measured);
    }
}
