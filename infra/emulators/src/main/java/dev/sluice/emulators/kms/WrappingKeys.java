package dev.sluice.emulators.kms;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The KMS keys themselves: one for every ARN, all made of one secret. What they wrap names its key and opens with the same encryption
 * context alone. Keeps nothing of what it wraps.
 */
final class WrappingKeys {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] root;
    private final SecureRandom random = new SecureRandom();

    WrappingKeys(byte[] root) {
        this.root = root.clone();
    }

    byte[] newDataKey() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    /** The length of the ARN, the ARN, the nonce, the ciphertext. */
    byte[] wrap(String arn, byte[] plaintext, Map<String, String> context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] name = arn.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, arn, nonce, context).doFinal(plaintext);
            return ByteBuffer.allocate(Short.BYTES + name.length + NONCE_BYTES + ciphertext.length)
                    .putShort((short) name.length)
                    .put(name)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-256-GCM", e);
        }
    }

    /** The ARN of the key that wrapped it, if it is of that form. */
    static Optional<String> wrappedBy(byte[] blob) {
        if (blob.length < Short.BYTES) {
            return Optional.empty();
        }
        int length = ByteBuffer.wrap(blob).getShort();
        return length < 0 || blob.length < Short.BYTES + length + NONCE_BYTES
                ? Optional.empty()
                : Optional.of(new String(blob, Short.BYTES, length, StandardCharsets.UTF_8));
    }

    /** What was wrapped; nothing if it was changed or the context is another. */
    Optional<byte[]> unwrap(String arn, byte[] blob, Map<String, String> context) {
        int start = Short.BYTES + arn.getBytes(StandardCharsets.UTF_8).length;
        byte[] nonce = Arrays.copyOfRange(blob, start, start + NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, arn, nonce, context)
                    .doFinal(blob, start + NONCE_BYTES, blob.length - start - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String arn, byte[] nonce, Map<String, String> context)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(root, "HmacSHA256"));
        SecretKey key = new SecretKeySpec(mac.doFinal(arn.getBytes(StandardCharsets.UTF_8)), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        new TreeMap<>(context).forEach((name, value) -> {
            cipher.updateAAD(behindItsLength(name));
            cipher.updateAAD(behindItsLength(value));
        });
        return cipher;
    }

    private static byte[] behindItsLength(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** An encryption context as a request has it. */
    static Map<String, String> context(JsonNode json) {
        Map<String, String> context = new TreeMap<>();
        json.properties()
                .forEach(property ->
                        context.put(property.getKey(), property.getValue().asText()));
        return context;
    }
}
