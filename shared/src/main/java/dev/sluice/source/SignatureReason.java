package dev.sluice.source;

/** Why a posted webhook was not verified. The codes stand in answers and in what {@code sluice verify} prints. */
public enum SignatureReason {
    /** A header that the source signs with is absent. */
    MISSING_HEADER("missing_header", "a header of the signature is missing"),
    /** {@code Stripe-Signature} has no {@code t}, two of them, or one that is no number. */
    BAD_HEADER("bad_header", "Stripe-Signature is not t=<seconds>,v1=<signature>"),
    /** {@code Stripe-Signature} has signatures of other schemes alone, or none. */
    NO_V1_SIGNATURE("no_v1_signature", "Stripe-Signature has no v1"),
    /** The header of the time holds none. */
    BAD_TIMESTAMP("bad_timestamp", "the timestamp header holds no time"),
    /** Signed longer ago than the tolerance. */
    TOO_OLD("too_old", "the timestamp is further in the past than the tolerance"),
    /** Signed further in the future than the tolerance. */
    TOO_NEW("too_new", "the timestamp is further in the future than the tolerance"),
    /** None of the signatures is one of the source's secrets over these bytes. */
    NO_MATCHING_SIGNATURE("no_matching_signature", "no signature matches"),
    /** There is no key but the empty one: whoever knows that can sign. */
    SECRET_EMPTY("secret_empty", "the secret is empty"),
    /** None of the source's secrets can be opened here. */
    SECRET_UNREADABLE("secret_unreadable", "the source's secret cannot be read; set it again");

    private final String code;
    private final String message;

    SignatureReason(String code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** For people, one line, never with the value itself. */
    public String message() {
        return message;
    }
}
