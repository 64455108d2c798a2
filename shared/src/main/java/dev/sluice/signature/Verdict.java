package dev.sluice.signature;

/** What came of verifying. */
public sealed interface Verdict {

    /** Signed by a holder of one of the secrets, over exactly these bytes, within the tolerance. */
    record Valid() implements Verdict {}

    /**
     * Not to be trusted.
     *
     * @param message for people, one line; never holds the secret or the signature
     */
    record Invalid(Reason reason, String message) implements Verdict {
        Invalid(Reason reason) {
            this(reason, reason.message());
        }
    }
}
