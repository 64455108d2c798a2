package dev.sluice.event;

/** What a message is that reports nothing: the stable codes of control messages. */
public enum ControlReason {
    SNS_SUBSCRIPTION_CONFIRMATION(
            "sns_subscription_confirmation",
            "SNS asks whether the subscription is wanted; its SubscribeURL confirms it"),
    SNS_UNSUBSCRIBE_CONFIRMATION("sns_unsubscribe_confirmation", "SNS says that the subscription has been deleted"),
    SES_TOPIC_VALIDATED("ses_topic_validated", "SES tries the topic of an event destination with a plain text"),
    SES_SUBSCRIPTION_SUCCEEDED(
            "ses_subscription_succeeded", "SES tries the topic of an identity with AmazonSnsSubscriptionSucceeded"),
    SES_INBOUND_UNSUPPORTED(
            "ses_inbound_unsupported",
            "SES hands a function an inbound mail, which is no event of a mail that was sent"),
    PROVIDER_PING("provider_ping", "a provider tries the address");

    private final String code;
    private final String meaning;

    ControlReason(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** The outcome with this reason and its meaning as the message. */
    public Outcome.Control outcome() {
        return new Outcome.Control(code, meaning);
    }
}
