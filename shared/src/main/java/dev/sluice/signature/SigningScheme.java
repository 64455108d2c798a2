package dev.sluice.signature;

import dev.sluice.signature.KeyForm.Key;
import dev.sluice.signature.SigningResult.Unusable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a webhook is signed: which keys a secret stands for. All of them send {@code v1} signatures, HMAC-SHA256 over
 * {@code id.timestamp.body}, in one space-separated header; they differ in the key. A scheme that signs otherwise is another
 * constant here and another branch in {@link Signer} and {@link Verifier}, and nothing else changes.
 */
public enum SigningScheme {
    /** Standard Webhooks 1.0: the key is the base64-decoded secret. What the official Svix libraries verify. */
    SVIX("svix", KeyForm.SVIX),
    /** OpenSend's formula: the key is the secret's own text, which no official library verifies. */
    OPENSEND("opensend", KeyForm.OPENSEND),
    /** Both signatures, the official one first, so that either receiver verifies. */
    SVIX_OPENSEND("svix+opensend", KeyForm.SVIX, KeyForm.OPENSEND);

    /** The scheme of an endpoint that names none. */
    public static final SigningScheme DEFAULT = SVIX_OPENSEND;

    private final String code;
    private final List<KeyForm> forms;

    SigningScheme(String code, KeyForm... forms) {
        this.code = code;
        this.forms = List.of(forms);
    }

    /** The stable name, as the API and rows have it. */
    public String code() {
        return code;
    }

    /** The keys it takes from a secret, in the order of the signatures. */
    List<KeyForm> forms() {
        return forms;
    }

    /** Every key that can be used, secret by secret in the order of the signatures. */
    List<byte[]> usableKeys(List<Secret> secrets) {
        return secrets.stream()
                .flatMap(secret -> forms.stream().map(form -> form.keyOf(secret)))
                .filter(Key.Usable.class::isInstance)
                .map(key -> ((Key.Usable) key).bytes())
                .toList();
    }

    /** Why one of the keys cannot be had from this secret, empty when all of them can. */
    Optional<Unusable> refusalOf(Secret secret) {
        return forms.stream()
                .map(form -> form.keyOf(secret))
                .filter(Key.Refused.class::isInstance)
                .map(key -> ((Key.Refused) key).why())
                .findFirst();
    }

    /** The scheme of this name, if there is one. */
    public static Optional<SigningScheme> ofCode(String code) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.code.equals(code))
                .findFirst();
    }

    /** Every name, for messages. */
    public static String codes() {
        return Arrays.stream(values()).map(SigningScheme::code).collect(Collectors.joining(", "));
    }

    /**
     * Judges a secret that a customer brings. Stricter than signing, which goes on with whatever was once accepted: official
     * libraries in every language have to load it.
     *
     * @return what is wrong with it, empty when nothing is
     */
    public Optional<Unusable> refusalOfNew(Secret secret) {
        return forms.stream()
                .flatMap(form -> form.refusalOfNew(secret).stream())
                .findFirst();
    }
}
