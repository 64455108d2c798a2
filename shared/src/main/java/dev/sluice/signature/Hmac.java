package dev.sluice.signature;

import dev.sluice.signature.SigningResult.Unusable;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs whose key is a secret's own text. */
public final class Hmac {

    /** Shortest and longest new secret, in bytes: what is no guess, and no paste by mistake. */
    private static final int LEAST_BYTES = 8;

    private static final int MOST_BYTES = 512;

    private Hmac() {}

    /** The secrets' keys; the empty one is none. */
    public static List<byte[]> keys(List<Secret> secrets) {
        return secrets.stream()
                .map(secret -> Utf8.encode(secret.reveal()))
                .filter(key -> key.length > 0)
                .toList();
    }

    /** What stands against a secret that somebody brings, empty when nothing does. */
    public static Optional<Unusable> refusalOfNew(Secret secret) {
        if (!Utf8.isWellFormed(secret.reveal())) {
            return Optional.of(new Unusable(Reason.SECRET_NOT_UNICODE));
        }
        int bytes = Utf8.encode(secret.reveal()).length;
        if (bytes == 0) {
            return Optional.of(new Unusable(Reason.SECRET_EMPTY, "the secret is empty"));
        }
        return bytes < LEAST_BYTES || bytes > MOST_BYTES
                ? Optional.of(new Unusable(
                        Reason.SECRET_LENGTH,
                        "the secret has " + bytes + " bytes, not " + LEAST_BYTES + " to " + MOST_BYTES))
                : Optional.empty();
    }

    /**
     * The HMAC over all parts, one behind the other.
     *
     * @param algorithm of {@link Mac}, one that every Java platform has or ours has
     * @param key at least one byte
     */
    public static byte[] of(String algorithm, byte[] key, List<byte[]> parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            parts.forEach(mac::update);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our Java has " + algorithm + " and it takes any key", e);
        }
    }
}
