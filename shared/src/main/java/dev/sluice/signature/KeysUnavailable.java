package dev.sluice.signature;

/** Whoever holds the keys does not answer, or does not make the one to seal under. Names no key. */
public final class KeysUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param message what was asked for, without a secret */
    public KeysUnavailable(String message) {
        super(message);
    }

    /** With what was met. */
    public KeysUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
