package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.AppId;
import dev.sluice.event.ControlReason;
import dev.sluice.event.Event;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.webhook.WebhookFacts;
import dev.sluice.event.webhook.WebhookParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold for every input. Generators are seeded: a failure repeats. */
class NormalizerPropertiesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AppId APP = new AppId("app_01ARZ3NDEKTSV4RRFFQ69G5FAV");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static final Set<String> CONTROL_REASONS =
            Arrays.stream(ControlReason.values()).map(ControlReason::code).collect(Collectors.toSet());

    private static final Set<String> REJECTION_REASONS =
            Arrays.stream(RejectionReason.values()).map(RejectionReason::code).collect(Collectors.toSet());

    /** Another seed and count for a longer search: {@code -Dsluice.seed=7 -Dsluice.inputs=1000000}. */
    private static final long SEED = Long.getLong("sluice.seed", 20261125);

    private static final int INPUTS = Integer.getInteger("sluice.inputs", 20_000);

    /** The documents of the parsers' own cases. */
    static List<JsonNode> documents() throws IOException, URISyntaxException {
        List<JsonNode> documents = new ArrayList<>(documentsOf("ses"));
        documents.addAll(documentsOf("stripe"));
        return documents;
    }

    private static List<JsonNode> documentsOf(String parser) throws IOException, URISyntaxException {
        Path folder = Path.of(NormalizerPropertiesTest.class
                .getResource("/dev/sluice/event/" + parser + "/")
                .toURI());
        List<JsonNode> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                documents.add(JSON.readTree(Files.readAllBytes(file)).get("document"));
            }
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void normalizingTwiceAtDifferentTimesGivesTheSameIdAndBytes(JsonNode document) {
        Event first = accepted(document, NOW);
        Event second = accepted(document, NOW.plus(Duration.ofDays(3)));
        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theOrderOfKeysChangesNothing(JsonNode document) {
        Random random = new Random(document.hashCode());
        Event expected = accepted(document, NOW);
        for (int i = 0; i < 20; i++) {
            assertThat(accepted(shuffled(document, random), NOW)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void fieldsThatAreNewChangeNeitherNamesNorTimes(JsonNode document) {
        ObjectNode more = document.deepCopy();
        // Of a type of SES's that is not known, all of the document is its own.
        (more.get("mail") instanceof ObjectNode mail ? mail : more)
                .putObject("somethingNew")
                .put("a", 1);
        assertThat(accepted(more, NOW)).isEqualTo(accepted(document, NOW));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whateverHappensToTheBytesThereIsAnOutcome(JsonNode document) throws IOException {
        ObjectNode envelope =
                JSON.createObjectNode().put("Type", "Notification").put("MessageId", "i");
        envelope.put("Message", document.toString());
        ObjectNode cloudEvent =
                JSON.createObjectNode().put("specversion", "1.0").set("data", document);
        ObjectNode busEvent = JSON.createObjectNode().put("detail-type", "x").set("detail", document);
        for (byte[] original : List.of(
                JSON.writeValueAsBytes(document),
                JSON.writeValueAsBytes(envelope),
                JSON.writeValueAsBytes(cloudEvent),
                JSON.writeValueAsBytes(busEvent))) {
            Random random = new Random(original.length);
            for (int i = 0; i < original.length; i += 23) {
                assertSound(Arrays.copyOf(original, i));
            }
            for (int i = 0; i < 100; i++) {
                assertSound(new InputGenerator(random).mutated(original));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whateverKindOfValueStandsAnywhereThereIsAnOutcome(JsonNode document) {
        Random random = new Random(document.hashCode());
        for (int i = 0; i < 150; i++) {
            JsonNode changed = document.deepCopy();
            new InputGenerator(random).replaceOne(changed);
            assertSound(changed.toString().getBytes(UTF_8));
        }
    }

    @Test
    void randomBytesHaveAnOutcome() {
        Random random = new Random(99);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            assertSound(bytes);
        }
    }

    @Test
    void whateverIsGeneratedHasTheSameOutcomeTwice() {
        InputGenerator generator = new InputGenerator(new Random(SEED));
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = generator.damaged(generator.enveloped(generator.stripe()));
            List<Outcome> outcomes = assertSound(input);
            assertThat(Normalizer.normalize(input, Owners.always(APP), NOW)).isEqualTo(outcomes);
            outcomes.forEach(outcome -> counts.merge(reason(outcome), 1, Integer::sum));
            Outcome posted = Normalizer.normalizeStripe(input, APP, NOW);
            assertSound(posted);
            counts.merge("posted to Stripe's address: " + reason(posted), 1, Integer::sum);
        }
        report(counts);
        assertThat(counts)
                .containsKeys(
                        "accepted",
                        "invalid_json",
                        "invalid_envelope",
                        "ses_inbound_unsupported",
                        "stripe_missing_field",
                        "stripe_invalid_field",
                        "unsupported_input",
                        "posted to Stripe's address: accepted");
        assertThat(counts.get("accepted")).isGreaterThan(INPUTS / 4);
    }

    @Test
    void whateverAProviderPostsHasTheSameOutcomeTwice() {
        InputGenerator generator = new InputGenerator(new Random(SEED));
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < INPUTS; i++) {
            byte[] body = generator.damaged(generator.webhook());
            WebhookFacts facts = generator.facts();
            Outcome outcome = WebhookParser.parse(body, facts, APP, NOW);
            assertSound(outcome);
            assertThat(WebhookParser.parse(body, facts, APP, NOW)).isEqualTo(outcome);
            counts.merge(reason(outcome), 1, Integer::sum);
        }
        report(counts);
        assertThat(counts)
                .containsKeys(
                        "accepted", "invalid_json", "provider_ping", "webhook_missing_type", "webhook_invalid_type");
        assertThat(counts.get("accepted")).isGreaterThan(INPUTS / 8);
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted _ -> "accepted";
            case Outcome.Control control -> control.reason();
            case Outcome.Rejected rejected -> rejected.reason();
        };
    }

    private static void report(Map<String, Integer> counts) {
        System.out.printf("seed %d, %d inputs: %s%n", SEED, INPUTS, counts);
    }

    @Test
    void hugeAndDeepInputsEndSoon() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String head : List.of(
                    "{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"m\"},",
                    "{\"object\":\"event\",\"id\":\"e\",\"type\":\"invoice.paid\",\"created\":1772600767,",
                    "{\"specversion\":\"1.0\",\"data\":{\"object\":\"event\"},",
                    "{\"detail-type\":\"x\",\"detail\":{\"eventType\":\"Send\"},",
                    "{\"type\":\"order.paid\",")) {
                assertBounded(head + "\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
                assertBounded(head + "\"x\":" + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}");
                assertBounded(head + "\"k\":1,".repeat(170_000) + "\"k\":1}");
                assertBounded(head + "\"x\":" + "9".repeat(4_000_000) + "}");
            }
            assertBounded("[".repeat(2_000_000));
            String mail = "{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"m\",";
            assertBounded(mail + "\"timestamp\":\"" + "2".repeat(4_000_000) + "\"}}");
            assertBounded(mail + "\"tags\":{\"X-Entity-ID\":[\"" + "a-".repeat(2_000_000) + "\"]}}}");
            assertBounded(mail + "\"destination\":[" + "\"a\",".repeat(1_000_000) + "\"a\"]}}");
            assertBounded(mail + "\"commonHeaders\":{\"subject\":\"" + "=?x".repeat(1_000_000) + "\"}}}");
            String paid = "{\"object\":\"event\",\"id\":\"e\",\"created\":1772600767,";
            assertBounded(paid + "\"type\":\"" + "a.".repeat(2_000_000) + "\",\"data\":{\"object\":{}}}");
            assertBounded(paid + "\"type\":\"invoice.paid\",\"data\":{\"object\":{\"lines\":{\"data\":["
                    + "{\"price\":\"p\"},".repeat(200_000) + "1]}}}}");
            assertBounded("{\"Records\":[" + "1,".repeat(1_000_000) + "1]}");
            assertBounded("[" + "1,".repeat(1_000_000) + "{\"specversion\":\"1.0\"}]");
            assertBounded("{\"specversion\":\"1.0\",\"data_base64\":\"" + "W1tb".repeat(1_000_000) + "\"}");
            assertBounded("{\"requestContext\":0,\"requestPayload\":".repeat(95) + "{}" + "}".repeat(95));
            assertBounded("\"" + "\\ud800".repeat(500_000) + "\"");
            byte[] garbage = new byte[20_000_000];
            new Random(SEED).nextBytes(garbage);
            assertSound(garbage);
            assertBounded("\"" + "x".repeat(20_000_000) + "\"");
        });
    }

    @Test
    void aMailWithALongListOfHeadersIsAnEventLikeAnyOther() {
        ObjectNode document = JSON.createObjectNode().put("eventType", "Send");
        ObjectNode mail = document.putObject("mail").put("messageId", "m");
        ArrayNode headers = mail.putArray("headers");
        for (int i = 0; i < 1_800; i++) {
            headers.addObject().put("name", "X-Header-" + i).put("value", "v".repeat(70));
        }
        headers.addObject().put("name", "X-Entity-ID").put("value", "0192d6a1-7c3e-7f00-8000-0123456789ab");
        assertThat(document.toString()).hasSizeGreaterThan(180_000);

        assertThat(accepted(document, NOW).data()).contains("0192d6a1-7c3e-7f00-8000-0123456789ab");
    }

    /** Those with which {@link InputFuzz} begins, and those in which it found something. */
    static List<Path> keptInputs() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(Path.of(NormalizerPropertiesTest.class
                .getResource("InputFuzzInputs/anyBytesHaveAnOutcome")
                .toURI()))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("keptInputs")
    void inputsThatWereWorthKeepingHaveAnOutcome(Path file) throws IOException {
        assertSoundByEveryWayIn(Files.readAllBytes(file));
    }

    private static void assertBounded(String input) {
        assertSoundByEveryWayIn(input.getBytes(UTF_8));
    }

    static void assertSoundByEveryWayIn(byte[] input) {
        assertSound(input);
        assertSound(Normalizer.normalizeStripe(input, APP, NOW));
        assertSound(WebhookParser.parse(input, WebhookFacts.standard("src_1", null, null), APP, NOW));
    }

    /** At least one outcome, and whatever is accepted is a whole event in good JSON and UTF-8. */
    private static List<Outcome> assertSound(byte[] input) {
        List<Outcome> outcomes = Normalizer.normalize(input, Owners.always(APP), NOW);
        assertThat(outcomes).isNotEmpty();
        outcomes.forEach(NormalizerPropertiesTest::assertSound);
        return outcomes;
    }

    private static void assertSound(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted accepted -> assertWhole(accepted.event());
            case Outcome.Control(String reason, String message) ->
                assertThat(CONTROL_REASONS.contains(reason) && !message.isBlank())
                        .isTrue();
            case Outcome.Rejected(String reason, String message) -> {
                assertThat(REJECTION_REASONS.contains(reason)).as(reason).isTrue();
                assertThat(message.isBlank() || message.length() >= 700)
                        .as(message)
                        .isFalse();
            }
        }
    }

    private static void assertWhole(Event event) {
        try {
            JsonNode data = JSON.readTree(event.data());
            assertThat(data.isObject()).isTrue();
            assertThat(new String(event.data().getBytes(UTF_8), UTF_8)).isEqualTo(event.data());
            assertThat(EventTypes.isWellFormed(event.type())).isTrue();
            switch (event.source().kind()) {
                case "ses" -> {
                    assertThat(data.path("message_id").isTextual()).isTrue();
                    assertThat(data.has("timestamp_source")).isTrue();
                    assertThat(EventTypes.isKnown(event.type())).isTrue();
                }
                case "stripe" -> {
                    assertThat(data.path("id").isTextual()).isTrue();
                    assertThat(data.path("style").asText()).isIn("snapshot", "thin");
                    assertThat(event.type()).startsWith("stripe.");
                }
                case "webhook" -> assertThat(event.source().key()).startsWith("src_1|");
                default -> throw new AssertionError(event.source().kind());
            }
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + event.data(), e);
        }
    }

    private static Event accepted(JsonNode document, Instant now) {
        return ((Outcome.Accepted) Normalizer.normalize(document.toString().getBytes(UTF_8), Owners.always(APP), now)
                        .getFirst())
                .event();
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node.isObject()) {
            List<String> names = new ArrayList<>();
            node.fieldNames().forEachRemaining(names::add);
            Collections.shuffle(names, random);
            ObjectNode copy = JSON.createObjectNode();
            names.forEach(name -> copy.set(name, shuffled(node.get(name), random)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(element -> copy.add(shuffled(element, random)));
            return copy;
        }
        return node;
    }
}
