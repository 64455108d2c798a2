package dev.sluice.source;

import dev.sluice.signature.Hmac;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.SigningScheme;
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
            case STRIPE, HMAC -> Hmac.refusalOfNew(secret);
        };
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
