package dev.sluice.ingest;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.delivery.Samples;

/** SES bounces as SNS carries them. */
final class Bounces {

    static final String TOPIC = "arn:aws:sns:eu-west-1:111122223333:ses";

    private Bounces() {}

    /** One with this number, in an event of one record; the same number is the same bounce. */
    static String bounce(int number) {
        return notification(text(number));
    }

    /** An event of one record, as SNS hands it to a function. */
    static String notification(String message) {
        return records(record(message));
    }

    /** One without any time but the envelope's. */
    static String undated(int number) {
        return notification(text(number).replaceAll("\"timestamp\":\"[^\"]*\",", ""));
    }

    /** An event of these records. */
    static String records(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    /** A record as SNS hands it to a function. */
    static String record(String message) {
        return "{\"EventSource\":\"aws:sns\",\"EventVersion\":\"1.0\",\"Sns\":{\"Type\":\"Notification\","
                + "\"MessageId\":\"sns-1\",\"TopicArn\":\"" + TOPIC + "\","
                + "\"Subject\":\"Amazon SES Email Event Notification\",\"Message\":" + new TextNode(message)
                + ",\"Timestamp\":\"" + Samples.NOON + "\",\"MessageAttributes\":{}}}";
    }

    static String text(int number) {
        return """
                {"eventType":"Bounce",
                 "bounce":{"feedbackId":"feedback-%1$d","bounceType":"Permanent","bounceSubType":"General",
                  "timestamp":"2026-03-02T11:59:58.481Z",
                  "bouncedRecipients":[{"emailAddress":"reader@mailhost.example","diagnosticCode":"550 user unknown"}]},
                 "mail":{"timestamp":"2026-03-02T11:59:57.957Z","source":"orders@harbourbooks.example",
                  "messageId":"message-%1$d","destination":["reader@mailhost.example"]}}
                """.formatted(number);
    }

    /** One as SES hands it to EventBridge. */
    static String onTheBus(int number) {
        return "{\"version\":\"0\",\"id\":\"bus-" + number
                + "\",\"detail-type\":\"Email Bounced\",\"source\":\"aws.ses\",\"account\":\"111122223333\","
                + "\"time\":\"2026-03-02T11:59:59Z\",\"region\":\"eu-west-1\",\"resources\":[],\"detail\":"
                + text(number)
                + "}";
    }

    /** A record as SQS hands it to a function. */
    static String inAQueue(String body) {
        return "{\"messageId\":\"m\",\"body\":" + new TextNode(body) + ",\"eventSource\":\"aws:sqs\"}";
    }
}
