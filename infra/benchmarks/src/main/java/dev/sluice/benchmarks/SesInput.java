package dev.sluice.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;

/** One SES document as it arrives: compact JSON, bare or as SNS hands it on. */
final class SesInput {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;

    private SesInput(JsonNode document) {
        this.document = document;
    }

    /** @param name {@code bounce} or {@code click} */
    static SesInput named(String name) throws IOException {
        try (InputStream file = SesInput.class.getResourceAsStream(name + ".json")) {
            if (file == null) {
                throw new IllegalArgumentException("no document is named " + name);
            }
            return new SesInput(JSON.readTree(file));
        }
    }

    /** The document alone. */
    byte[] bare() throws IOException {
        return JSON.writeValueAsBytes(document);
    }

    /** The text that SNS posts over HTTP(S), with the document as its message. */
    byte[] snsHttp() throws IOException {
        ObjectNode posted = notification();
        posted.put("SignatureVersion", "1");
        posted.put("Signature", "q".repeat(344)); // as long as RSA of 2,048 bits in base64
        posted.put(
                "SigningCertURL",
                "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-9c6465fa7f48f5cacd23014631ec1136.pem");
        posted.put(
                "UnsubscribeURL",
                "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn="
                        + "arn:aws:sns:eu-west-1:111122223333:harbour-events:5f1ad1c7-90c3-4d1b-8b64-8c2f9e7a6d30");
        return JSON.writeValueAsBytes(posted);
    }

    /** The event with one record that SNS hands to a Lambda function. */
    byte[] snsLambda() throws IOException {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode record = event.putArray("Records").addObject();
        record.put("EventSource", "aws:sns");
        record.put("EventVersion", "1.0");
        record.put(
                "EventSubscriptionArn",
                "arn:aws:sns:eu-west-1:111122223333:harbour-events:5f1ad1c7-90c3-4d1b-8b64-8c2f9e7a6d30");
        ObjectNode sns = notification();
        sns.putObject("MessageAttributes");
        record.set("Sns", sns);
        return JSON.writeValueAsBytes(event);
    }

    private ObjectNode notification() throws IOException {
        ObjectNode notification = JSON.createObjectNode();
        notification.put("Type", "Notification");
        notification.put("MessageId", "b1d09a3e-6c58-5f0b-8e47-c46fd0a1e2b7");
        notification.put("TopicArn", "arn:aws:sns:eu-west-1:111122223333:harbour-events");
        notification.put("Subject", "Amazon SES Email Event Notification");
        notification.put("Message", JSON.writeValueAsString(document));
        notification.put("Timestamp", "2026-11-21T18:04:12.733Z");
        return notification;
    }
}
