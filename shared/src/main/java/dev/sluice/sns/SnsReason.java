package dev.sluice.sns;

/** Why a message that came as SNS's is refused: the stable codes of {@code docs/contract.md}, "SNS over HTTP, refused". */
public enum SnsReason {
    INVALID_JSON("sns_invalid_json"),
    MISSING_FIELD("sns_missing_field"),
    INVALID_FIELD("sns_invalid_field"),
    TYPE_MISMATCH("sns_type_mismatch"),
    TOPIC_NOT_ALLOWED("sns_topic_not_allowed"),
    SIGNATURE_VERSION("sns_signature_version"),
    CERTIFICATE_URL("sns_certificate_url"),
    /** The only one after which SNS is to try again. */
    CERTIFICATE_UNAVAILABLE("sns_certificate_unavailable"),
    CERTIFICATE_INVALID("sns_certificate_invalid"),
    SIGNATURE("sns_signature"),
    TOO_OLD("sns_too_old"),
    TOO_NEW("sns_too_new");

    private final String code;

    SnsReason(String code) {
        this.code = code;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** A refusal for this reason that is about no one field. */
    SnsRefusal because(String message) {
        return new SnsRefusal(this, null, message);
    }

    /** @param problem what stands behind the field's name */
    SnsRefusal of(String field, String problem) {
        return new SnsRefusal(this, field, field + " " + problem);
    }
}
