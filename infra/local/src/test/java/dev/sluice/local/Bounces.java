package dev.sluice.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What SES publishes of bounces: the sample of {@code infra/events}, each of another mail. */
final class Bounces {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLE = Path.of("..", "events", "ses-bounce-message.json");

    private Bounces() {}

    static List<String> of(int number) {
        return IntStream.range(0, number).mapToObj(Bounces::bounce).toList();
    }

    private static String bounce(int number) {
        try {
            ObjectNode bounce = JSON.readValue(SAMPLE.toFile(), ObjectNode.class);
            String tail = String.format("-%012x-000000", number);
            bounce.withObject("/mail").put("messageId", "010201a1ff47b14d-41f6c02e-8a57-4d39-b0c4" + tail);
            bounce.withObject("/bounce").put("feedbackId", "010201a1ff47b741-7d0b54c9-3e18-4a6f-9b72" + tail);
            return bounce.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(SAMPLE + " cannot be read", e);
        }
    }
}
