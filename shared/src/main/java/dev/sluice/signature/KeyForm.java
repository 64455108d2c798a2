package dev.sluice.signature;

import dev.sluice.signature.SigningResult.Unusable;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/** What a secret's text means as a key, and how that signs. */
enum KeyForm {
    /**
     * The base64-decoded text behind a leading {@code whsec_}, which may be absent. New keys have 24 to 64 bytes.
     *
     * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">Standard
     *     Webhooks, "Signature scheme"</a>
     */
    SVIX("svix", 24, 64) {
        @Override
        Key keyOf(Secret secret) {
            try {
                byte[] key = Base64.getDecoder().decode(encoded(secret));
                return key.length == 0 ? refused(Reason.SECRET_EMPTY) : new Key.Usable(key);
            } catch (IllegalArgumentException e) {
                return refused(Reason.SECRET_NOT_BASE64);
            }
        }

        @Override
        Optional<Unusable> refusalOfNew(Secret secret) {
            // Java decodes without padding; Go, Python and Ruby do not.
            return encoded(secret).length() % 4 == 0
                    ? super.refusalOfNew(secret)
                    : Optional.of(new Unusable(
                            Reason.SECRET_NOT_BASE64, Reason.SECRET_NOT_BASE64.message() + ", padded with ="));
        }

        private static String encoded(Secret secret) {
            String text = secret.reveal();
            return text.startsWith(Secret.PREFIX) ? text.substring(Secret.PREFIX.length()) : text;
        }
    },

    /**
     * The text's UTF-8 bytes without the first {@code whsec_}, wherever that stands and however often it follows. New keys have 8
     * to 512 bytes: OpenSend sets no bounds, so these only keep out what can be guessed or was pasted by mistake.
     */
    OPENSEND("opensend", 8, 512) {
        @Override
        Key keyOf(Secret secret) {
            if (!Utf8.isWellFormed(secret.reveal())) {
                return refused(Reason.SECRET_NOT_UNICODE);
            }
            byte[] key = openSendBytes(secret);
            return key.length == 0 ? refused(Reason.SECRET_EMPTY) : new Key.Usable(key);
        }
    },

    /** An Ed25519 key as {@link V1a} has it: to sign with, its seed; to verify with, its public half, or a public key alone. */
    ED25519("v1a", Ed25519.SEED_BYTES, Ed25519.SEED_BYTES) {
        @Override
        Key keyOf(Secret secret) {
            return switch (bytesOf(secret)) {
                case Key.Usable(byte[] bytes) -> new Key.Usable(Arrays.copyOf(bytes, Ed25519.SEED_BYTES));
                case Key.Refused refused -> refused;
            };
        }

        @Override
        Key verifyingKeyOf(Secret secret) {
            String text = secret.reveal();
            if (text.startsWith(V1a.PUBLIC_PREFIX)) {
                return V1a.decode(text.substring(V1a.PUBLIC_PREFIX.length()))
                        .filter(bytes -> bytes.length == Ed25519.PUBLIC_BYTES)
                        .<Key>map(Key.Usable::new)
                        .orElseGet(() -> refused(Reason.SECRET_LENGTH));
            }
            return switch (bytesOf(secret)) {
                case Key.Usable(byte[] bytes) -> new Key.Usable(publicHalf(bytes));
                case Key.Refused refused -> refused;
            };
        }

        @Override
        Optional<Unusable> refusalOfNew(Secret secret) {
            return switch (bytesOf(secret)) {
                case Key.Refused(Unusable why) -> Optional.of(why);
                case Key.Usable(byte[] bytes)
                when !Arrays.equals(publicHalf(bytes), Ed25519.publicKeyOf(Arrays.copyOf(bytes, Ed25519.SEED_BYTES))) ->
                    Optional.of(new Unusable(Reason.SECRET_KEY_PAIR));
                case Key.Usable _ -> Optional.empty();
            };
        }

        @Override
        String signature(byte[] key, String id, long timestamp, byte[] body) {
            return V1a.signature(key, id, timestamp, body);
        }

        @Override
        Predicate<String> verifier(byte[] key, String id, long timestamp, byte[] body) {
            return presented -> V1a.verifies(key, id, timestamp, body, presented);
        }

        private static byte[] publicHalf(byte[] bytes) {
            return bytes.length == Ed25519.SEED_BYTES
                    ? Ed25519.publicKeyOf(bytes)
                    : Arrays.copyOfRange(bytes, Ed25519.SEED_BYTES, bytes.length);
        }

        /** The seed, alone or with its public half behind it. */
        private static Key bytesOf(Secret secret) {
            String text = secret.reveal();
            if (!text.startsWith(V1a.PRIVATE_PREFIX)) {
                return refused(Reason.SECRET_PREFIX);
            }
            Optional<byte[]> bytes = V1a.decode(text.substring(V1a.PRIVATE_PREFIX.length()));
            if (bytes.isEmpty()) {
                return new Key.Refused(new Unusable(
                        Reason.SECRET_NOT_BASE64, "the secret is not standard base64, padded with =, behind whsk_"));
            }
            int length = bytes.get().length;
            return length == Ed25519.SEED_BYTES || length == Ed25519.SEED_BYTES + Ed25519.PUBLIC_BYTES
                    ? new Key.Usable(bytes.get())
                    : new Key.Refused(new Unusable(
                            Reason.SECRET_LENGTH,
                            "the secret's key has " + length
                                    + " bytes; v1a takes a seed of 32, or 64 with the public key behind it"));
        }
    };

    private final String scheme;
    private final int newKeyMinBytes;
    private final int newKeyMaxBytes;

    KeyForm(String scheme, int newKeyMinBytes, int newKeyMaxBytes) {
        this.scheme = scheme;
        this.newKeyMinBytes = newKeyMinBytes;
        this.newKeyMaxBytes = newKeyMaxBytes;
    }

    /** The key to sign and verify with, of any length but none. */
    abstract Key keyOf(Secret secret);

    /** The key to verify with. */
    Key verifyingKeyOf(Secret secret) {
        return keyOf(secret);
    }

    /** One signature as the header has it, its version included. */
    String signature(byte[] key, String id, long timestamp, byte[] body) {
        return V1.signature(key, id, timestamp, body);
    }

    /** Whether a signature of a header, its version included, is this key's. */
    Predicate<String> verifier(byte[] key, String id, long timestamp, byte[] body) {
        return V1.verifier(key, id, timestamp, body);
    }

    /** What stands against accepting this secret anew. */
    Optional<Unusable> refusalOfNew(Secret secret) {
        return switch (keyOf(secret)) {
            case Key.Refused(Unusable why) -> Optional.of(why);
            case Key.Usable(byte[] bytes)
            when bytes.length < newKeyMinBytes || bytes.length > newKeyMaxBytes ->
                Optional.of(new Unusable(
                        Reason.SECRET_LENGTH,
                        "the secret's key has " + bytes.length + " bytes; " + scheme + " takes " + newKeyMinBytes
                                + " to " + newKeyMaxBytes));
            case Key.Usable usable -> Optional.empty();
        };
    }

    /** OpenSend's key whatever the secret, perhaps empty. Only to show parity; everything else asks {@link #keyOf}. */
    static byte[] openSendBytes(Secret secret) {
        String text = secret.reveal();
        int at = text.indexOf(Secret.PREFIX);
        return Utf8.encode(at < 0 ? text : text.substring(0, at) + text.substring(at + Secret.PREFIX.length()));
    }

    private static Key refused(Reason reason) {
        return new Key.Refused(new Unusable(reason));
    }

    /** A key, or why there is none. */
    sealed interface Key {
        /** At least one byte. */
        record Usable(byte[] bytes) implements Key {}

        record Refused(Unusable why) implements Key {}
    }
}
