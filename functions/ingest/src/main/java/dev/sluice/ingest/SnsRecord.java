package dev.sluice.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.event.input.SnsNotification;
import java.time.Instant;

/** A notification as SNS hands it to a function: what quarantine keeps, and what can be normalized again after a fix. */
final class SnsRecord {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SnsRecord() {}

    /** UTF-8 JSON, {@code {"Records":[{"EventSource":"aws:sns","Sns":{…}}]}}. */
    static byte[] write(SnsNotification notification) {
        ObjectNode event = JSON.createObjectNode();
        Instant timestamp = notification.timestamp();
        event.putArray("Records")
                .addObject()
                .put("EventSource", "aws:sns")
                .putObject("Sns")
                .put("Type", "Notification")
                .put("MessageId", notification.messageId())
                .put("TopicArn", notification.topicArn())
                .put("Timestamp", timestamp == null ? null : timestamp.toString())
                .put("Subject", notification.subject())
                .put("Message", notification.message());
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts is always JSON", e);
        }
    }
}
