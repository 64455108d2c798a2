package dev.sluice.signature;

/** Why something could not be signed or was not verified. The codes stand in rows, the API, logs and metrics. */
public enum Reason {
    /** No secret at all was given. */
    SECRET_MISSING("secret_missing", "there is no secret"),
    /** The key that the scheme takes from the secret has no bytes: whoever knows that can sign. */
    SECRET_EMPTY("secret_empty", "the secret holds an empty key"),
    /** The scheme decodes the secret, and it is not standard base64. */
    SECRET_NOT_BASE64(
            "secret_not_base64", "the secret is not standard base64 (A-Z a-z 0-9 + /) after a leading whsec_"),
    /** The secret holds half a surrogate pair, which has no UTF-8 form. */
    SECRET_NOT_UNICODE("secret_not_unicode", "the secret is not well-formed Unicode"),
    /** The key is shorter or longer than the scheme takes for a new secret. */
    SECRET_LENGTH("secret_length", "the secret's key is too short or too long"),
    /** The scheme's private keys begin with {@code whsk_}, and the secret does not. */
    SECRET_PREFIX("secret_prefix", "the secret does not begin with whsk_"),
    /** The secret holds a public key that is not that of its private one. */
    SECRET_KEY_PAIR("secret_key_pair", "the public half of the secret is not that of its private half"),
    /** A full stop in the id makes {@code id.timestamp.body} ambiguous. */
    ID_CONTAINS_DOT("id_contains_dot", "the message id contains a full stop"),
    /** The id is empty or cannot stand in an HTTP header. */
    ID_INVALID("id_invalid", "the message id is not one or more visible ASCII characters"),
    /** No scheme has this code. */
    SCHEME_UNKNOWN("scheme_unknown", "the scheme is none of " + SigningScheme.codes()),
    /** The id, timestamp or signature header is absent. */
    MISSING_HEADER("missing_header", "the id, timestamp or signature header is missing"),
    /** The timestamp header is not whole seconds since 1970 in plain digits. */
    BAD_TIMESTAMP("bad_timestamp", "the timestamp header is not whole seconds since 1970"),
    /** Signed longer ago than the tolerance. */
    TOO_OLD("too_old", "the timestamp is further in the past than the tolerance"),
    /** Signed further in the future than the tolerance. */
    TOO_NEW("too_new", "the timestamp is further in the future than the tolerance"),
    /** None of the signatures in the header is one of these secrets over these bytes. */
    NO_MATCHING_SIGNATURE("no_matching_signature", "no signature in the header matches");

    private final String code;
    private final String message;

    Reason(String code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The stable code, lower case. */
    public String code() {
        return code;
    }

    /** For people, one line, never with the value itself. */
    public String message() {
        return message;
    }
}
