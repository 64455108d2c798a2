package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What came of a test, out of its delivery: {@code delivered}, {@code failed}, {@code canceled} without an attempt, or {@code pending}. */
record TestOutcome(String code, ObjectNode line) {

    private static final List<String> OF_THE_ATTEMPT = List.of("status", "failure", "duration_ms", "bytes", "detail");

    static TestOutcome of(JsonNode delivery) {
        String state = delivery.path("state").asText();
        String reason = delivery.path("cancel_reason").asText("");
        String code = reason.equals("test_failed") ? "failed" : state;
        ObjectNode line = JsonNodeFactory.instance
                .objectNode()
                .put("outcome", code)
                .put("endpoint", delivery.path("endpoint").asText())
                .put("event", delivery.path("event").asText())
                .put("delivery", delivery.path("id").asText());
        if (code.equals("canceled")) {
            line.put("reason", reason);
        }
        JsonNode attempt = delivery.path("attempts").path(0); // a test is one
        OF_THE_ATTEMPT.stream().filter(attempt::has).forEach(name -> line.set(name, attempt.path(name)));
        return new TestOutcome(code, line);
    }

    /** Whether nothing came of it yet. */
    boolean isOpen() {
        return code.equals("pending");
    }

    boolean isDelivered() {
        return code.equals("delivered");
    }
}
