package dev.sluice.signature;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The asymmetric signature of Standard Webhooks: {@code v1a,} and the padded base64 of Ed25519 over {@code id.timestamp.body}. Private
 * keys are {@code whsk_} and the base64 of the seed and the public key, as libraries have them, or of the seed alone; public keys are
 * {@code whpk_} and the base64 of 32 bytes.
 *
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard Webhooks,
 *     "Signature scheme"</a>
 */
final class V1a {

    static final String VERSION = "v1a,";
    static final String PRIVATE_PREFIX = "whsk_";
    static final String PUBLIC_PREFIX = "whpk_";

    private V1a() {}

    static String signature(byte[] seed, String id, long timestamp, byte[] body) {
        return VERSION + encode(Ed25519.sign(seed, head(id, timestamp), body));
    }

    /** Whether one signature of a header is this key's. */
    static boolean verifies(byte[] publicKey, String id, long timestamp, byte[] body, String presented) {
        return presented.startsWith(VERSION)
                && decode(presented.substring(VERSION.length()))
                        .filter(bytes -> Ed25519.verifies(publicKey, bytes, head(id, timestamp), body))
                        .isPresent();
    }

    /** A new private key, with its public half. */
    static Secret generate(RandomGenerator random) {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        random.nextBytes(seed);
        byte[] pair = Arrays.copyOf(seed, Ed25519.SEED_BYTES + Ed25519.PUBLIC_BYTES);
        System.arraycopy(Ed25519.publicKeyOf(seed), 0, pair, Ed25519.SEED_BYTES, Ed25519.PUBLIC_BYTES);
        return Secret.of(PRIVATE_PREFIX + encode(pair));
    }

    static String publicText(byte[] publicKey) {
        return PUBLIC_PREFIX + encode(publicKey);
    }

    /** The bytes, if the text is the one way to write them. */
    static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text))
                    .filter(bytes -> encode(bytes).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static byte[] head(String id, long timestamp) {
        return Utf8.encode(id + "." + timestamp + ".");
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
