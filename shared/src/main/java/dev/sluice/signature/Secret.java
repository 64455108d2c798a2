package dev.sluice.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A signing secret as its owner wrote it. Any text; whether a scheme can use it is the scheme's to say. Never printed. */
public final class Secret {

    /** What new secrets begin with, by Standard Webhooks' convention. */
    static final String PREFIX = "whsec_";

    /** Standard Webhooks, "Signature scheme": 24 to 64 bytes; 32 is the length of the HMAC. */
    private static final int NEW_KEY_BYTES = 32;

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** The secret with this text. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /**
     * A new secret: {@code whsec_} and the standard base64 of 32 random bytes, which every scheme takes.
     *
     * @param random a {@link java.security.SecureRandom} outside of tests
     */
    public static Secret generate(RandomGenerator random) {
        byte[] key = new byte[NEW_KEY_BYTES];
        random.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** The text itself: to sign, to seal, and to show its owner once. Named so that a search finds every use. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that does not depend on where the two differ. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_16BE), secret.value.getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
