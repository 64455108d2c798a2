package dev.sluice.signature;

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
     */
    String seal(SealContext context, Secret secret);

    /**
     * Opens under whichever key sealed it.
     *
     * @param sealed anything; what {@link #seal} did not return for this context is refused
     */
    Opened open(SealContext context, String sealed);
}
