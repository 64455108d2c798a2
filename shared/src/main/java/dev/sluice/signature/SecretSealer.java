package dev.sluice.signature;

import java.util.Optional;

/**
 * Keeps secrets unreadable at rest. A sealed secret belongs to one endpoint of one tenant: copied to another's row it does not
 * open. Safe for use by many threads.
 */
public interface SecretSealer {

    /**
     * Seals under the current key.
     *
     * @return text without spaces, with the key's id in it; another each time
     * @throws IllegalArgumentException for a secret that is not well-formed Unicode, which no scheme accepts anew
     * @throws KeysUnavailable if the current key cannot be had now
     */
    String seal(SealContext context, Secret secret);

    /**
     * Opens under whichever key sealed it.
     *
     * @param sealed anything; what {@link #seal} did not return for this context is refused
     * @throws KeysUnavailable if the key may be had later, so that nobody knows what the text holds
     */
    Opened open(SealContext context, String sealed);

    /** The id of the key that seals now; empty where the next sealing makes it. */
    Optional<String> currentKeyId();

    /** Drops keys that were fetched; they are fetched again when they are needed. */
    void forget();
}
