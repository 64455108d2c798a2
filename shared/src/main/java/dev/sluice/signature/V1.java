package dev.sluice.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric signature of Standard Webhooks: {@code v1,} and the padded base64 of HMAC-SHA256 over
 * {@code id.timestamp.body}. The body's bytes are taken as they are.
 */
final class V1 {

    /** What one signature in the list begins with. */
    private static final String VERSION = "v1,";

    private static final String HMAC_SHA256 = "HmacSHA256";

    /** Never used but to make others of, so that the algorithm is not looked for at each signature. */
    private static final Mac PROTOTYPE = prototype();

    private V1() {}

    /** @param key at least one byte */
    static String signature(byte[] key, String id, long timestamp, byte[] body) {
        try {
            Mac mac = (Mac) PROTOTYPE.clone();
            mac.init(new SecretKeySpec(key, HMAC_SHA256));
            mac.update(Utf8.encode(id));
            mac.update(("." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException | CloneNotSupportedException e) {
            throw new IllegalStateException("HmacSHA256 takes any key, and the platform's can be cloned", e);
        }
    }

    private static Mac prototype() {
        try {
            return Mac.getInstance(HMAC_SHA256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Whether a signature of a header is this key's, in a time that does not depend on where they differ. */
    static Predicate<String> verifier(byte[] key, String id, long timestamp, byte[] body) {
        byte[] expected = signature(key, id, timestamp, body).getBytes(StandardCharsets.US_ASCII);
        return presented -> MessageDigest.isEqual(expected, presented.getBytes(StandardCharsets.UTF_8));
    }
}
