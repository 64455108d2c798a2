package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.delivery.Race;
import dev.sluice.telemetry.Metrics.Unit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Every document is held against the rules of AWS's specification of the embedded metric format, those of its JSON schema among them. */
class MetricsTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_790_000_000_123L);
    private static final Set<String> UNITS =
            Set.of("Seconds", "Milliseconds", "Count"); // of the schema's, those we use
    private static final int LARGEST_EVENT = 256 * 1024; // of CloudWatch Logs

    private final Metrics metrics = new Metrics();

    private List<JsonNode> documents() {
        return metrics.take("dispatcher", NOW).stream()
                .map(ObjectNode::toString)
                .map(MetricsTest::parsed)
                .peek(MetricsTest::assertIsSpecified)
                .toList();
    }

    private static JsonNode parsed(String line) {
        try {
            assertThat(line).doesNotContain("\n").hasSizeLessThan(LARGEST_EVENT);
            return new ObjectMapper().readTree(line);
        } catch (java.io.IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static void assertIsSpecified(JsonNode root) {
        JsonNode aws = root.path("_aws");
        assertThat(aws.path("Timestamp").isIntegralNumber()).isTrue();
        assertThat(names(aws)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(aws.path("CloudWatchMetrics").isArray()).isTrue();
        for (JsonNode directive : aws.path("CloudWatchMetrics")) {
            assertThat(names(directive)).containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
            assertThat(directive.path("Namespace").textValue()).hasSizeBetween(1, 255);
            assertThat(directive.path("Dimensions")).isNotEmpty().allSatisfy(set -> {
                assertThat(set).hasSizeLessThanOrEqualTo(9);
                assertThat(set)
                        .allSatisfy(
                                name -> assertThat(root.path(name.textValue()).isTextual())
                                        .as("a dimension is a text of the root")
                                        .isTrue());
            });
            assertThat(directive.path("Metrics")).hasSizeBetween(1, 100).allSatisfy(metric -> {
                assertThat(names(metric)).containsExactlyInAnyOrder("Name", "Unit");
                assertThat(metric.path("Name").textValue()).hasSizeBetween(1, 255);
                assertThat(UNITS).contains(metric.path("Unit").textValue());
                JsonNode target = root.path(metric.path("Name").textValue());
                if (target.isArray()) {
                    assertThat(target).hasSizeBetween(1, 100).allMatch(JsonNode::isNumber);
                } else {
                    assertThat(target.isNumber()).isTrue();
                }
            });
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void anInvocationIsOneDocument() {
        metrics.count("Attempts");
        metrics.measure("AttemptLatency", Unit.MILLISECONDS, 12);
        metrics.count("Attempts", 2);
        metrics.measure("AttemptLatency", Unit.MILLISECONDS, 250);
        metrics.measure("OldestPending", Unit.SECONDS, 0);

        assertThat(documents())
                .singleElement()
                .hasToString(
                        "{\"level\":\"INFO\",\"event\":\"metrics\",\"_aws\":{\"Timestamp\":1790000000123,\"CloudWatchMetrics\":["
                                + "{\"Namespace\":\"Sluice\",\"Dimensions\":[[\"FunctionName\"]],\"Metrics\":["
                                + "{\"Name\":\"AttemptLatency\",\"Unit\":\"Milliseconds\"},{\"Name\":\"Attempts\",\"Unit\":\"Count\"},"
                                + "{\"Name\":\"OldestPending\",\"Unit\":\"Seconds\"}]}]},\"FunctionName\":\"dispatcher\","
                                + "\"AttemptLatency\":[12,250],\"Attempts\":3,\"OldestPending\":0}");
    }

    @Test
    void whatWasTakenIsGone() {
        metrics.count("Attempts");

        assertThat(documents()).hasSize(1);
        assertThat(documents()).isEmpty();
    }

    @Test
    void aCountOfNothingIsPublished() {
        metrics.count("LedgerGap", 0);

        assertThat(documents())
                .singleElement()
                .satisfies(document ->
                        assertThat(document.path("LedgerGap").longValue()).isZero());
    }

    @Test
    void moreValuesThanADocumentHoldsGoIntoTheNext() {
        for (int i = 0; i < 250; i++) {
            metrics.count("Attempts");
            metrics.measure("AttemptLatency", Unit.MILLISECONDS, i);
        }

        List<JsonNode> documents = documents();

        assertThat(documents)
                .extracting(document -> document.path("AttemptLatency").size())
                .containsExactly(100, 100, 50);
        assertThat(documents.stream()
                        .flatMap(document -> StreamSupport.stream(
                                document.path("AttemptLatency").spliterator(), false))
                        .map(JsonNode::intValue))
                .doesNotHaveDuplicates()
                .hasSize(250);
        assertThat(documents)
                .filteredOn(document -> document.has("Attempts"))
                .singleElement()
                .satisfies(
                        first -> assertThat(first.path("Attempts").intValue()).isEqualTo(250));
    }

    @Test
    void nothingIsLostBetweenThreads() throws Exception {
        Race.of(8, _ -> () -> {
            for (int i = 0; i < 1_000; i++) {
                metrics.count("Attempts");
            }
            return 0;
        });

        assertThat(documents().getFirst().path("Attempts").intValue()).isEqualTo(8_000);
    }
}
