package dev.sluice.event.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
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
import java.util.Random;
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

    /** The documents of the parser's own cases. */
    static List<JsonNode> documents() throws IOException, URISyntaxException {
        Path folder = Path.of(NormalizerPropertiesTest.class
                .getResource("/dev/sluice/event/ses/")
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
        ((ObjectNode) more.get("mail")).putObject("somethingNew").put("a", 1);
        assertThat(accepted(more, NOW)).isEqualTo(accepted(document, NOW));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whateverHappensToTheBytesThereIsAnOutcome(JsonNode document) throws IOException {
        ObjectNode envelope =
                JSON.createObjectNode().put("Type", "Notification").put("MessageId", "i");
        envelope.put("Message", document.toString());
        for (byte[] original : List.of(JSON.writeValueAsBytes(document), JSON.writeValueAsBytes(envelope))) {
            Random random = new Random(original.length);
            for (int i = 0; i < original.length; i += 23) {
                assertSound(Arrays.copyOf(original, i));
            }
            for (int i = 0; i < 100; i++) {
                assertSound(mutated(original, random));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whateverKindOfValueStandsAnywhereThereIsAnOutcome(JsonNode document) {
        Random random = new Random(document.hashCode());
        for (int i = 0; i < 150; i++) {
            JsonNode changed = document.deepCopy();
            replaceOne(changed, random);
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
    void hugeAndDeepInputsEndSoon() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            String head = "{\"eventType\":\"Send\",\"mail\":{\"messageId\":\"m\",";
            assertSound((head + "\"x\":" + "[".repeat(2_000_000)).getBytes(UTF_8));
            assertSound((head + "\"x\":" + "9".repeat(4_000_000) + "}}").getBytes(UTF_8));
            assertSound((head + "\"timestamp\":\"" + "2".repeat(4_000_000) + "\"}}").getBytes(UTF_8));
            assertSound((head + "\"tags\":{\"X-Entity-ID\":[\"" + "a-".repeat(2_000_000) + "\"]}}}").getBytes(UTF_8));
            assertSound((head + "\"destination\":[" + "\"a\",".repeat(1_000_000) + "\"a\"]}}").getBytes(UTF_8));
            assertSound(("{\"Records\":[" + "1,".repeat(1_000_000) + "1]}").getBytes(UTF_8));
            assertSound(("\"" + "\\ud800".repeat(500_000) + "\"").getBytes(UTF_8));
        });
    }

    /** At least one outcome, and whatever is accepted is a whole event in good JSON and UTF-8. */
    private static void assertSound(byte[] input) {
        List<Outcome> outcomes = Normalizer.normalize(input, Owners.always(APP), NOW);
        assertThat(outcomes).isNotEmpty();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Accepted accepted -> assertWhole(accepted.event());
                case Outcome.Control(String reason, String message) ->
                    assertThat(reason + message).isNotBlank();
                case Outcome.Rejected(String reason, String message) -> {
                    assertThat(reason).matches("[a-z_]+");
                    assertThat(message).isNotBlank().hasSizeLessThan(700);
                }
            }
        }
    }

    private static void assertWhole(Event event) {
        try {
            JsonNode data = JSON.readTree(event.data());
            assertThat(data.path("message_id").isTextual()).isTrue();
            assertThat(data.findValues("timestamp_source")).isNotEmpty();
            assertThat(new String(event.data().getBytes(UTF_8), UTF_8)).isEqualTo(event.data());
            assertThat(EventTypes.isKnown(event.type())).isTrue();
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

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : (byte) "{}[]\",:\\0".charAt(random.nextInt(9));
        }
        return bytes;
    }

    /** Puts a value of another kind in the place of one somewhere in the tree. */
    private static void replaceOne(JsonNode node, Random random) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        if (node.isObject() && !names.isEmpty()) {
            String name = names.get(random.nextInt(names.size()));
            if (node.get(name).isContainerNode() && random.nextInt(3) > 0) {
                replaceOne(node.get(name), random);
            } else {
                ((ObjectNode) node).set(name, anything(random));
            }
        } else if (node.isArray() && !node.isEmpty()) {
            int index = random.nextInt(node.size());
            if (node.get(index).isContainerNode() && random.nextBoolean()) {
                replaceOne(node.get(index), random);
            } else {
                ((ArrayNode) node).set(index, anything(random));
            }
        }
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.getNodeFactory().booleanNode(true);
            case 2 -> JSON.getNodeFactory().numberNode(random.nextLong());
            case 3 -> JSON.getNodeFactory().numberNode(random.nextDouble());
            case 4 -> JSON.getNodeFactory().textNode("\u0000\ud83c|%\u202e");
            case 5 -> JSON.createArrayNode().add(1).addNull();
            case 6 -> JSON.createObjectNode().put("emailAddress", 7);
            default -> JSON.createObjectNode();
        };
    }
}
