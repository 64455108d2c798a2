package dev.sluice.source;

import dev.sluice.signature.Secret;
import dev.sluice.signature.Utf8;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs whose key is a secret's own text. */
final class Hmac {

    private Hmac() {}

    /** The secrets' keys; the empty one is none. */
    static List<byte[]> keys(List<Secret> secrets) {
        return secrets.stream()
                .map(secret -> Utf8.encode(secret.reveal()))
                .filter(key -> key.length > 0)
                .toList();
    }

    /**
     * The HMAC over all parts, one behind the other.
     *
     * @param algorithm of {@link Mac}, one that every Java platform has or ours has
     * @param key at least one byte
     */
    static byte[] of(String algorithm, byte[] key, List<byte[]> parts) {
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
