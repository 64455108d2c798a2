package dev.sluice.endpoint;

import java.util.function.UnaryOperator;

/**
 * A header of the customer's own as it is kept. Its value may be a credential, so it is sealed like a secret.
 *
 * @param name a token (RFC 9110, section 5.6.2), as the customer wrote it
 * @param envelope what the sealer returned for the value, bound to the application and the endpoint
 */
public record CustomHeader(String name, String envelope) {

    /** With the envelope changed. */
    CustomHeader resealed(UnaryOperator<String> change) {
        return new CustomHeader(name, change.apply(envelope));
    }
}
