package dev.sluice.signature;

import java.util.Map;
import javax.crypto.SecretKey;

/** Who makes data keys and gives them out wrapped, such as KMS. Safe for use by many threads. */
public interface KeyWrapper {

    /**
     * A new data key.
     *
     * @param wrapped the same, in standard base64, as it may be kept
     */
    record Made(SecretKey key, String wrapped) {}

    /** What came of unwrapping. */
    sealed interface Unwrapped {

        /** The key itself. */
        record Key(SecretKey key) implements Unwrapped {}

        /** Not given out, and not by asking again: somebody has to mend the KMS key or what may use it. */
        record Refused() implements Unwrapped {}
    }

    /**
     * Makes a data key of 32 bytes.
     *
     * @param kmsKey the ARN of the key that wraps it
     * @param context without which it is not unwrapped
     * @throws KeysUnavailable if none is made
     */
    Made make(String kmsKey, Map<String, String> context);

    /**
     * Unwraps a data key.
     *
     * @throws KeysUnavailable if another try may get past it
     */
    Unwrapped unwrap(String kmsKey, String wrapped, Map<String, String> context);
}
