package dev.sluice.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of signing. */
public sealed interface SigningResult {

    /**
     * Signed.
     *
     * @param headers lower-case names and values as they go out: id, timestamp, signature, in that order
     */
    record Signed(Map<String, String> headers) implements SigningResult {
        /** Copies the headers, in their order. */
        public Signed {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }

    /**
     * Nothing was signed; the secret or the id does not allow it.
     *
     * @param message for people, one line; never holds the secret
     */
    record Unusable(Reason reason, String message) implements SigningResult {
        Unusable(Reason reason) {
            this(reason, reason.message());
        }
    }
}
