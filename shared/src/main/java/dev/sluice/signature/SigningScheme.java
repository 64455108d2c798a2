package dev.sluice.signature;

import dev.sluice.signature.KeyForm.Key;
import dev.sluice.signature.SigningResult.Unusable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * How a webhook is signed in the form of Standard Webhooks: over {@code id.timestamp.body}, in one space-separated header. They differ in
 * the keys that a secret stands for, and in what these sign with.
 */
public enum SigningScheme {
    /** Standard Webhooks 1.0: the key is the base64-decoded secret. What the official Svix libraries verify. */
    SVIX("svix", KeyForm.SVIX),
    /** OpenSend's formula: the key is the secret's own text, which no official library verifies. */
    OPENSEND("opensend", KeyForm.OPENSEND),
    /** Both signatures, the official one first, so that either receiver verifies. */
    SVIX_OPENSEND("svix+opensend", KeyForm.SVIX, KeyForm.OPENSEND),
    /** The asymmetric signature of Standard Webhooks: whoever verifies cannot sign. */
    V1A("v1a", KeyForm.ED25519);

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

    /** A key and what it is one of. */
    record FormedKey(KeyForm form, byte[] bytes) {}

    /** Every key that can be signed with, secret by secret in the order of the signatures. */
    List<FormedKey> signingKeys(List<Secret> secrets) {
        return usable(secrets, KeyForm::keyOf);
    }

    /** Every key that can be verified with. */
    List<FormedKey> verifyingKeys(List<Secret> secrets) {
        return usable(secrets, KeyForm::verifyingKeyOf);
    }

    private List<FormedKey> usable(List<Secret> secrets, BiFunction<KeyForm, Secret, Key> keyOf) {
        List<FormedKey> keys = new ArrayList<>();
        for (Secret secret : secrets) {
            for (KeyForm form : forms) {
                if (keyOf.apply(form, secret) instanceof Key.Usable(byte[] bytes)) {
                    keys.add(new FormedKey(form, bytes));
                }
            }
        }
        return keys;
    }

    /**
     * A new secret that the scheme takes.
     *
     * @param random a {@link java.security.SecureRandom} outside of tests
     */
    public Secret generate(RandomGenerator random) {
        return isAsymmetric() ? V1a.generate(random) : Secret.generate(random);
    }

    /** Whether secrets have a public half by which receivers verify. */
    public boolean isAsymmetric() {
        return this == V1A;
    }

    /**
     * The public half of a secret as receivers write it, {@code whpk_…}.
     *
     * @return empty if the scheme has none, or the secret is not one of the scheme's
     */
    public Optional<String> publicKey(Secret secret) {
        return isAsymmetric() && KeyForm.ED25519.verifyingKeyOf(secret) instanceof Key.Usable(byte[] bytes)
                ? Optional.of(V1a.publicText(bytes))
                : Optional.empty();
    }

    /** Why one of the keys cannot be had from this secret, empty when all of them can. */
    Optional<Unusable> refusalOf(Secret secret) {
        for (KeyForm form : forms) {
            if (form.keyOf(secret) instanceof Key.Refused(Unusable why)) {
                return Optional.of(why);
            }
        }
        return Optional.empty();
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
