package dev.sluice.event;

/** Why an input is not usable: the stable codes of rejected input, the same in rows, API, logs and metrics. */
public enum RejectionReason {
    EMPTY_INPUT("empty_input", "the input, or the text inside its envelope, is empty"),
    INVALID_JSON(
            "invalid_json",
            "not JSON, or beyond the limits: too long, too deep, a number or name too long, a key twice"),
    UNSUPPORTED_INPUT("unsupported_input", "JSON, but no shape that is known"),
    INVALID_ENVELOPE("invalid_envelope", "a known envelope with a field missing or of the wrong kind"),
    SES_MISSING_TYPE("ses_missing_type", "an SES document with neither eventType nor notificationType"),
    SES_CONFLICTING_TYPES("ses_conflicting_types", "eventType and notificationType name two different types"),
    SES_MISSING_MESSAGE_ID("ses_missing_message_id", "mail.messageId is absent, null or blank"),
    SES_MISSING_DETAIL("ses_missing_detail", "the object that the type stands for is absent, such as bounce"),
    SES_INVALID_FIELD("ses_invalid_field", "a field that an event is made of has the wrong kind of value"),
    ID_COLLISION("id_collision", "the same event id with another source key is stored already"),
    NO_APPLICATION("no_application", "no owner rule and no default says whose the input is"),
    STRIPE_MISSING_FIELD(
            "stripe_missing_field", "id, type, created or a snapshot's data.object is absent, null or blank"),
    STRIPE_INVALID_FIELD("stripe_invalid_field", "a field that an event is made of has the wrong kind of value"),
    WEBHOOK_MISSING_TYPE("webhook_missing_type", "the event has no type where its source's settings say one stands"),
    WEBHOOK_INVALID_TYPE(
            "webhook_invalid_type", "the type is not words of letters, digits and _ with full stops between"),
    UNKNOWN_APPLICATION("unknown_application", "the application that the input belongs to does not exist"),
    PAYLOAD_TOO_LARGE("payload_too_large", "the normalized data exceed what an event row holds");

    private final String code;
    private final String meaning;

    RejectionReason(String code, String meaning) {
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

    /**
     * The outcome with this reason.
     *
     * @param message names the field and what is wrong with its value
     */
    public Outcome.Rejected because(String message) {
        return new Outcome.Rejected(code, message);
    }
}
