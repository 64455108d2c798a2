package dev.sluice.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a posted webhook is its source's. */
public sealed interface SignatureVerdict {

    /**
     * Signed by a holder of one of the secrets, over exactly these bytes, within the tolerance.
     *
     * @param providerId what the provider calls this message, where it sends such an id beside the body
     * @param signedAt when it was signed, where a time is signed
     */
    record Genuine(@Nullable String providerId, @Nullable Instant signedAt) implements SignatureVerdict {}

    /**
     * Not to be trusted.
     *
     * @param reason a stable code of {@code docs/contract.md}
     * @param message for people, one line; never holds the secret or the signature
     */
    record Refused(String reason, String message) implements SignatureVerdict {

        static Refused of(SignatureReason reason) {
            return new Refused(reason.code(), reason.message());
        }

        static Refused missing(String header) {
            return new Refused(SignatureReason.MISSING_HEADER.code(), "the header " + header + " is missing");
        }
    }
}
