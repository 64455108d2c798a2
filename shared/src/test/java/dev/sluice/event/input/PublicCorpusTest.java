package dev.sluice.event.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.event.AppId;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Inputs as real senders wrote them, from the corpus beside the repository, where it is there. */
class PublicCorpusTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CORPUS = Path.of("..", "..", "shared", "fixtures", "public");
    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final Map<String, String> EVENT_TYPES = Map.ofEntries(
            Map.entry("Send", "email.sent"),
            Map.entry("Delivery", "email.delivered"),
            Map.entry("Bounce", "email.bounced"),
            Map.entry("Complaint", "email.complained"),
            Map.entry("DeliveryDelay", "email.delivery_delayed"),
            Map.entry("Open", "email.opened"),
            Map.entry("Click", "email.clicked"),
            Map.entry("Reject", "email.failed"),
            Map.entry("Rendering Failure", "email.failed"),
            Map.entry("RenderingFailure", "email.failed"),
            Map.entry("Subscription", "email.subscription_changed"));

    /** Facts of the corpus, and where an event's data have them, for every type alike. */
    private static final Map<String, String> FACTS = Map.of(
            "message_id", "/message_id",
            "mail_source", "/from",
            "destination", "/to",
            "subject", "/subject",
            "tags", "/tags",
            "affected_recipients", "/recipients",
            "bounce_type", "/bounce/type",
            "bounce_subtype", "/bounce/sub_type",
            "complaint_feedback_type", "/complaint/feedback_type",
            "smtp_response", "/delivery/smtp_response");

    @Test
    void everySesDocumentIsAnEventWithTheExpectedFacts() throws IOException {
        int documents = 0;
        for (JsonNode expected : cases()) {
            JsonNode inside = expected.path("expected").has("inside")
                    ? expected.path("expected").path("inside")
                    : expected.path("expected");
            JsonNode facts = inside.path("inner").path("ses");
            if (facts.isObject()) {
                String file = expected.get("file").asText();
                List<Outcome> outcomes = normalize(file);
                assertThat(outcomes).as(file).hasSize(1).allMatch(Outcome.Accepted.class::isInstance);
                assertFacts(file, facts, ((Outcome.Accepted) outcomes.getFirst()).event());
                documents++;
            }
        }
        assertThat(documents).isGreaterThan(30);
    }

    /** Facts of the corpus, and where a Stripe event's data have them. */
    private static final Map<String, String> STRIPE_FACTS = Map.of(
            "id", "/id",
            "payload_style", "/style",
            "api_version", "/api_version",
            "account", "/account",
            "context", "/context",
            "livemode", "/livemode",
            "data_object_id", "/object_id",
            "data_object", "/object_type",
            "request", "/request",
            "related_object", "/related_object");

    @Test
    void everyEventOfStripesIsAnEventWithTheExpectedFacts() throws IOException {
        int documents = 0;
        for (JsonNode expected : cases()) {
            JsonNode facts = expected.get("expected");
            if (expected.get("category").asText().startsWith("stripe/") && facts.has("type")) {
                String file = expected.get("file").asText();
                List<Outcome> outcomes = normalize(file);
                assertThat(outcomes).as(file).hasSize(1).allMatch(Outcome.Accepted.class::isInstance);
                Event event = ((Outcome.Accepted) outcomes.getFirst()).event();
                JsonNode data = JSON.readTree(event.data());
                STRIPE_FACTS.forEach((fact, place) -> {
                    if (facts.hasNonNull(fact)) {
                        assertThat(data.at(place)).as(file + " " + fact).isEqualTo(facts.get(fact));
                    }
                });
                assertThat(event.type())
                        .as(file)
                        .isEqualTo("stripe." + facts.get("type").asText());
                assertThat(event.source().envelope())
                        .as(file)
                        .isEqualTo(facts.get("envelope").asText());
                assertThat(event.createdAt().toEpochMilli())
                        .as(file)
                        .isEqualTo(facts.get("created_epoch_ms").asLong());
                documents++;
            }
        }
        assertThat(documents).isGreaterThan(5);
    }

    @Test
    void inboundMailIsControl() throws IOException {
        int mails = 0;
        for (JsonNode expected : cases()) {
            if (expected.get("category").asText().equals("ses-inbound")) {
                assertThat(normalize(expected.get("file").asText()))
                        .isNotEmpty()
                        .allMatch(ControlReason.SES_INBOUND_UNSUPPORTED.outcome()::equals);
                mails++;
            }
        }
        assertThat(mails).isPositive();
    }

    @Test
    void controlMessagesAreControl() throws IOException {
        int messages = 0;
        for (JsonNode expected : cases()) {
            String kind = expected.path("expected").path("inner").path("kind").asText();
            if (List.of("ses-control", "SubscriptionConfirmation", "UnsubscribeConfirmation")
                    .contains(kind)) {
                assertThat(normalize(expected.get("file").asText())).allMatch(Outcome.Control.class::isInstance);
                messages++;
            }
        }
        assertThat(messages).isPositive();
    }

    @Test
    void whatIsNoEventIsRejectedWithAReason() throws IOException {
        int rejected = 0;
        for (JsonNode expected : cases()) {
            if (expected.path("expected")
                    .path("verdict")
                    .asText()
                    .startsWith("typed rejection (no unchecked exception")) {
                String file = expected.get("file").asText();
                assertThat(normalize(file)).as(file).allMatch(Outcome.Rejected.class::isInstance);
                rejected++;
            }
        }
        assertThat(rejected).isPositive();
    }

    @Test
    void timesAreExact() throws IOException {
        int times = 0;
        for (JsonNode expected : cases()) {
            if (expected.path("expected").has("epoch_ms")) {
                Event event = ((Outcome.Accepted)
                                normalize(expected.get("file").asText()).getFirst())
                        .event();
                assertThat(event.createdAt().toEpochMilli())
                        .isEqualTo(expected.path("expected").path("epoch_ms").asLong());
                times++;
            }
        }
        assertThat(times).isPositive();
    }

    private static void assertFacts(String file, JsonNode facts, Event event) throws IOException {
        JsonNode data = JSON.readTree(event.data());
        assertThat(event.type())
                .as(file)
                .isEqualTo(EVENT_TYPES.get(facts.get("event_type").asText()));
        FACTS.forEach((fact, place) -> {
            if (facts.hasNonNull(fact)) {
                assertThat(data.at(place)).as(file + " " + fact).isEqualTo(facts.get(fact));
            }
        });
        JsonNode due = facts.hasNonNull("event_timestamp_epoch_ms")
                ? facts.get("event_timestamp_epoch_ms")
                : facts.path("mail_timestamp_epoch_ms");
        if (due.isNumber()) {
            assertThat(event.createdAt().toEpochMilli()).as(file).isEqualTo(due.asLong());
        }
    }

    private static List<Outcome> normalize(String file) throws IOException {
        return Normalizer.normalize(Files.readAllBytes(CORPUS.resolve(file)), Owners.always(APP), NOW);
    }

    private static List<JsonNode> cases() throws IOException {
        Path manifest = CORPUS.resolve("MANIFEST.json");
        assumeTrue(
                Files.exists(manifest), "NOT RUN: the corpus is not beside the repository (../shared/fixtures/public)");
        List<JsonNode> cases = new ArrayList<>();
        JSON.readTree(Files.readAllBytes(manifest)).get("cases").forEach(cases::add);
        return cases;
    }
}
