package dev.sluice.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 (RFC 8032) with the platform's own implementation, for keys as bare bytes. */
final class Ed25519 {

    /** Of a seed, which is what RFC 8032 calls the private key. */
    static final int SEED_BYTES = 32;

    /** Of a public key. */
    static final int PUBLIC_BYTES = 32;

    private static final String NAME = "Ed25519";

    /** RFC 8410: what stands before the 32 bytes of a private and a public key in their encodings. */
    private static final byte[] PKCS8_HEAD = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    /** The 64 bytes of a signature. */
    static byte[] sign(byte[] seed, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initSign(KeyFactory.getInstance(NAME)
                    .generatePrivate(new PKCS8EncodedKeySpec(concatenated(PKCS8_HEAD, seed))));
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519 and any 32 bytes are a seed", e);
        }
    }

    /** Whether it is this key's signature; false for what is none, and for a key that is none. */
    static boolean verifies(byte[] publicKey, byte[] presented, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance(NAME);
            signature.initVerify(publicKey(publicKey));
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.verify(presented);
        } catch (SignatureException | InvalidKeyException | InvalidKeySpecException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    /**
     * The public key of a seed. The platform derives one only while it makes a pair, out of 32 random bytes, which here are the seed. That
     * it takes them so is what its implementation does, not what it promises: the pair is tried before it is believed.
     */
    static byte[] publicKeyOf(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
            generator.initialize(NamedParameterSpec.ED25519, new Given(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            byte[] publicKey = Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length);
            if (!verifies(publicKey, sign(seed, X509_HEAD), X509_HEAD)) {
                throw new IllegalStateException(
                        "this Java makes Ed25519 pairs otherwise than from the random bytes alone");
            }
            return publicKey;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }

    private static PublicKey publicKey(byte[] bytes) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(concatenated(X509_HEAD, bytes)));
    }

    private static byte[] concatenated(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    /** Random bytes that are known. */
    private static final class Given extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final byte[] seed;

        Given(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
