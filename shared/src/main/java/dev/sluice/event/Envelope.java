package dev.sluice.event;

/** What an input was wrapped in when it arrived. */
public enum Envelope {
    /** The document itself. */
    NONE("none"),
    /** The JSON text that SNS posts to HTTP(S) endpoints. */
    SNS_HTTP("sns-http"),
    /** A record of the event that SNS hands to a Lambda function. */
    SNS_LAMBDA("sns-lambda"),
    /** A record of the event that SQS hands to a Lambda function, with the document as its body (raw message delivery). */
    SQS("sqs"),
    /** The same with the SNS JSON text as its body. */
    SQS_SNS_HTTP("sqs+sns-http"),
    /** An EventBridge event with the document as its detail. */
    EVENTBRIDGE("eventbridge"),
    /** A CloudEvents 1.0 event in structured mode, such as Azure Event Grid's, with the document as its data. */
    CLOUDEVENTS("cloudevents");

    private final String label;

    Envelope(String label) {
        this.label = label;
    }

    /** Its name in rows and output. */
    public String label() {
        return label;
    }
}
