package dev.sluice.emulators.sns;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message that was published: what every delivery of it is made from.
 *
 * @param timestamp when it was published, ISO 8601 with milliseconds, as every envelope says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Notification(
        String messageId,
        String topicArn,
        @Nullable String subject,
        String message,
        String timestamp,
        Map<String, Attribute> attributes) {

    /** "A maximum of 256 KB", attributes included (API reference, Publish). */
    static final int MAX_BYTES = 256 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** @param type String, Number, Binary or String.Array, with or without a custom label */
    record Attribute(String type, String value) {}

    Notification {
        attributes = new TreeMap<>(attributes);
    }

    /** The bytes that count toward {@link #MAX_BYTES}. */
    int size() {
        int size = bytes(message);
        for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
            size += bytes(attribute.getKey())
                    + bytes(attribute.getValue().type())
                    + bytes(attribute.getValue().value());
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    byte[] toJson() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings is always JSON", e);
        }
    }

    static Notification fromJson(byte[] json) throws IOException {
        return JSON.readValue(json, Notification.class);
    }
}
