package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.delivery.Race;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LogLineTest {

    private static final int THREADS = 8;
    private static final int LINES_A_THREAD = 200;

    private static List<JsonNode> lines;

    /** What is printed. */
    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            LogLine.info("kinds")
                    .with("text", "zwölf ✓ \"quoted\"\nand\u2028more")
                    .with("integer", 12)
                    .with("long", 1L << 40)
                    .with("flag", true)
                    .with("absent", (Object) null)
                    .print();
            LogLine.error("failed")
                    .with(new IllegalStateException(
                            "holds whsec_c2VjcmV0", new RuntimeException("and https://a.example")))
                    .print();
            Race.of(THREADS, thread -> () -> {
                for (int i = 0; i < LINES_A_THREAD; i++) {
                    LogLine.warn("many").with("text", "x".repeat(500)).print();
                }
                return thread;
            });
        }
    }

    @BeforeAll
    static void print() throws Exception {
        lines = new ArrayList<>();
        for (String line : Printed.by(Program.class)) {
            lines.add(new ObjectMapper().readTree(line));
        }
    }

    @Test
    void aLineIsOneObjectWithItsFieldsInOrder() {
        assertThat(lines.getFirst())
                .hasToString(
                        "{\"level\":\"INFO\",\"event\":\"kinds\",\"text\":\"zwölf ✓ \\\"quoted\\\"\\nand\u2028more\","
                                + "\"integer\":12,\"long\":1099511627776,\"flag\":true}");
    }

    @Test
    void aFailureIsItsKindAndPlaceWithoutWhatItSays() {
        assertThat(lines.get(1).path("level").textValue()).isEqualTo("ERROR");
        assertThat(lines.get(1).path("exception").textValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(lines.get(1).path("at").textValue()).contains("Program.main");
        assertThat(lines.get(1).toString()).doesNotContain("whsec_", "example");
    }

    @Test
    void linesOfManyThreadsAreWhole() {
        assertThat(lines).hasSize(2 + THREADS * LINES_A_THREAD);
    }
}
