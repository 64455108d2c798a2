package dev.sluice.source;

import dev.sluice.signature.Reason;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.SigningScheme;
import dev.sluice.signature.Utf8;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a source signs, and so what its events are. */
public enum SourceKind {
    /** {@code Stripe-Signature}. */
    STRIPE("stripe"),
    /** {@code webhook-*} or {@code svix-*} headers. */
    STANDARD_WEBHOOKS("standard_webhooks"),
    /** As its settings say. */
    HMAC("hmac");

    /** Shortest and longest secret whose text is the key, in bytes: what is no guess, and no paste by mistake. */
    private static final int LEAST_BYTES = 8;

    private static final int MOST_BYTES = 512;

    private final String code;

    SourceKind(String code) {
        this.code = code;
    }

    /** The stable code, in snake case. */
    public String code() {
        return code;
    }

    /** Whether a source may have a secret that we made up. Stripe makes its own. */
    public boolean takesGeneratedSecrets() {
        return this != STRIPE;
    }

    /** What stands against a secret that somebody brings, empty when nothing does. */
    public Optional<Unusable> refusalOfNew(Secret secret) {
        return switch (this) {
            case STANDARD_WEBHOOKS -> SigningScheme.SVIX.refusalOfNew(secret);
            case STRIPE, HMAC -> refusalOfText(secret.reveal());
        };
    }

    private static Optional<Unusable> refusalOfText(String text) {
        if (!Utf8.isWellFormed(text)) {
            return Optional.of(new Unusable(Reason.SECRET_NOT_UNICODE, Reason.SECRET_NOT_UNICODE.message()));
        }
        int bytes = Utf8.encode(text).length;
        if (bytes == 0) {
            return Optional.of(new Unusable(Reason.SECRET_EMPTY, "the secret is empty"));
        }
        return bytes < LEAST_BYTES || bytes > MOST_BYTES
                ? Optional.of(new Unusable(
                        Reason.SECRET_LENGTH,
                        "the secret has " + bytes + " bytes, not " + LEAST_BYTES + " to " + MOST_BYTES))
                : Optional.empty();
    }

    /** The kind of this code. */
    public static Optional<SourceKind> ofCode(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }

    /** Every code, for messages. */
    public static String codes() {
        return Arrays.stream(values()).map(SourceKind::code).collect(Collectors.joining(", "));
    }
}
