package dev.sluice.signature;

import dev.sluice.signature.Opened.Cause;
import dev.sluice.signature.Opened.Readable;
import dev.sluice.signature.Opened.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A sealed secret. Its text is {@code v1.<key id>.<base64url of nonce, ciphertext, tag>}: AES-256-GCM, with tenant and endpoint
 * authenticated.
 */
public final class Envelope {

    private static final String VERSION = "v1";
    private static final String AES_GCM = "AES/GCM/NoPadding";

    /** NIST SP 800-38D, 8.2.2: random nonces of 96 bits are safe for 2^32 seals under one key. */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BYTES = 16;

    private final String keyId;
    private final byte[] content;

    private Envelope(String keyId, byte[] content) {
        this.keyId = keyId;
        this.content = content;
    }

    /** The id of the key that a text is sealed under; empty for what is no sealed secret's text. */
    public static Optional<String> keyId(String text) {
        return parse(text).map(Envelope::keyId);
    }

    /**
     * Seals.
     *
     * @param random for nonces; a {@link java.security.SecureRandom} outside of tests
     * @throws IllegalArgumentException for a secret that is not well-formed Unicode
     */
    static Envelope seal(String keyId, SecretKey key, SealContext context, Secret secret, RandomGenerator random) {
        if (!Utf8.isWellFormed(secret.reveal())) {
            throw new IllegalArgumentException(Reason.SECRET_NOT_UNICODE.message());
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, context);
            byte[] ciphertext = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            return new Envelope(
                    keyId,
                    ByteBuffer.allocate(nonce.length + ciphertext.length)
                            .put(nonce)
                            .put(ciphertext)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /** The envelope with this text, if it has the form of one. */
    static Optional<Envelope> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        return decode(parts[2])
                .filter(content -> content.length >= NONCE_BYTES + TAG_BYTES)
                .map(content -> new Envelope(parts[1], content));
    }

    String keyId() {
        return keyId;
    }

    /** Opens under the key with its id. */
    Opened open(SecretKey key, SealContext context) {
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(content, NONCE_BYTES), context);
            byte[] secret = cipher.doFinal(content, NONCE_BYTES, content.length - NONCE_BYTES);
            return new Readable(Secret.of(new String(secret, StandardCharsets.UTF_8)));
        } catch (AEADBadTagException e) {
            return new Unreadable(Cause.DAMAGED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /** The text. */
    @Override
    public String toString() {
        return VERSION + "." + keyId + "." + encode(content);
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, SealContext context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(AES_GCM);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(context.bytes());
        return cipher;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The bytes, if the text is the one way to write them; the decoder alone also takes others, such as stray last bits. */
    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getUrlDecoder().decode(text))
                    .filter(bytes -> encode(bytes).equals(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
