package dev.sluice.ingest;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as SQS hands it to a function, alone: what is read, what quarantine keeps, and what is read again after a fix. */
final class SqsRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SqsRecord() {}

    /**
     * UTF-8 JSON, {@code {"Records":[{…}]}}, in the names of Lambda's event.
     *
     * @param message null is a record that is null
     */
    static byte[] write(@Nullable SQSMessage message) {
        return write(message, message == null ? null : message.getBody());
    }

    /** The same, with this body in place of its own. */
    static byte[] write(@Nullable SQSMessage message, @Nullable String body) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        if (message == null) {
            records.addNull();
        } else {
            write(message, body, records.addObject());
        }
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always JSON", e);
        }
    }

    private static void write(SQSMessage message, @Nullable String body, ObjectNode node) {
        node.put("messageId", message.getMessageId()).put("body", body);
        ObjectNode attributes = node.putObject("attributes");
        orEmpty(message.getAttributes()).forEach(attributes::put);
        ObjectNode own = node.putObject("messageAttributes");
        orEmpty(message.getMessageAttributes()).forEach((name, value) -> write(value, own.putObject(name)));
        node.put("eventSource", message.getEventSource()).put("eventSourceARN", message.getEventSourceArn());
    }

    private static void write(MessageAttribute attribute, ObjectNode node) {
        node.put("dataType", attribute.getDataType());
        if (attribute.getStringValue() != null) {
            node.put("stringValue", attribute.getStringValue());
        }
        ByteBuffer binary = attribute.getBinaryValue();
        if (binary != null) {
            byte[] bytes = new byte[binary.remaining()];
            binary.duplicate().get(bytes);
            node.put("binaryValue", bytes);
        }
    }

    private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : map;
    }
}
