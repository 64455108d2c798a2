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
 * Seals with AES-256-GCM under keys of a file. The text is {@code v1.<key id>.<base64url of nonce, ciphertext, tag>}; tenant and
 * endpoint are authenticated with it.
 */
public final class FileKeySealer implements SecretSealer {

    private static final String VERSION = "v1";
    private static final String AES_GCM = "AES/GCM/NoPadding";

    /** NIST SP 800-38D, 8.2.2: random nonces of 96 bits are safe for 2^32 seals under one key. */
    private static final int NONCE_BYTES = 12;

    private static final int TAG_BYTES = 16;

    private final SealingKeys keys;
    private final RandomGenerator random;

    /** @param random for nonces; a {@link java.security.SecureRandom} outside of tests, and safe for many threads */
    public FileKeySealer(SealingKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public String seal(SealContext context, Secret secret) {
        if (!Utf8.isWellFormed(secret.reveal())) {
            throw new IllegalArgumentException(Reason.SECRET_NOT_UNICODE.message());
        }
        SecretKey key = keys.find(keys.currentId()).orElseThrow();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, context);
            byte[] ciphertext = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + ciphertext.length)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
            return VERSION + "." + keys.currentId() + "." + encode(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    @Override
    public Opened open(SealContext context, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            return new Unreadable(Cause.FORMAT);
        }
        Optional<byte[]> all = decode(parts[2]);
        if (all.isEmpty() || all.get().length < NONCE_BYTES + TAG_BYTES) {
            return new Unreadable(Cause.FORMAT);
        }
        Optional<SecretKey> key = keys.find(parts[1]);
        if (key.isEmpty()) {
            return new Unreadable(Cause.UNKNOWN_KEY);
        }
        try {
            byte[] nonce = Arrays.copyOf(all.get(), NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, context);
            byte[] secret = cipher.doFinal(all.get(), NONCE_BYTES, all.get().length - NONCE_BYTES);
            return new Readable(Secret.of(new String(secret, StandardCharsets.UTF_8)));
        } catch (AEADBadTagException e) {
            return new Unreadable(Cause.DAMAGED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
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
