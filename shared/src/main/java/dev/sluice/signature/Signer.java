package dev.sluice.signature;

import dev.sluice.signature.SigningResult.Signed;
import dev.sluice.signature.SigningResult.Unusable;
import dev.sluice.signature.SigningScheme.FormedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signs a webhook. */
public final class Signer {

    /** HMAC pads a short key with zeros, so one zero byte is the empty key, which {@code SecretKeySpec} does not take. */
    private static final byte[] EMPTY_KEY = {0};

    private Signer() {}

    /**
     * Signs one attempt. With several secrets, during a rotation, all of them sign: the current one has to be usable for the whole
     * scheme; one that retires signs in those of the scheme's forms that it is usable for.
     *
     * @param secrets the current one first
     * @param id the message's, visible ASCII without full stops
     * @param at the attempt's time, of which the second is signed
     * @param body the bytes as they will be sent
     */
    public static SigningResult sign(
            SigningScheme scheme, HeaderStyle style, List<Secret> secrets, String id, Instant at, byte[] body) {
        if (id.indexOf('.') >= 0) {
            return new Unusable(Reason.ID_CONTAINS_DOT);
        }
        if (id.isEmpty() || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            return new Unusable(Reason.ID_INVALID);
        }
        if (secrets.isEmpty()) {
            return new Unusable(Reason.SECRET_MISSING);
        }
        Optional<Unusable> refusal = scheme.refusalOf(secrets.getFirst());
        return refusal.isPresent()
                ? refusal.get()
                : signed(style, scheme.signingKeys(secrets), id, at.getEpochSecond(), body);
    }

    /**
     * Signs what it is given, to show parity with other signers; nothing that is sent may be signed so. Takes any id, and for
     * {@link SigningScheme#OPENSEND} alone the empty key and text that is not well-formed Unicode, in which each lone surrogate
     * counts as U+FFFD as it does in JavaScript.
     *
     * @param timestamp seconds since 1970
     */
    public static SigningResult signAsGiven(
            SigningScheme scheme, Secret secret, String id, long timestamp, byte[] body) {
        List<FormedKey> keys = new ArrayList<>();
        for (KeyForm form : scheme.forms()) {
            if (form == KeyForm.OPENSEND) {
                byte[] key = KeyForm.openSendBytes(secret);
                keys.add(new FormedKey(form, key.length == 0 ? EMPTY_KEY : key));
                continue;
            }
            switch (form.keyOf(secret)) {
                case KeyForm.Key.Usable(byte[] key) -> keys.add(new FormedKey(form, key));
                case KeyForm.Key.Refused(Unusable why) -> {
                    return why;
                }
            }
        }
        return signed(HeaderStyle.SVIX, keys, id, timestamp, body);
    }

    private static Signed signed(HeaderStyle style, List<FormedKey> keys, String id, long timestamp, byte[] body) {
        StringBuilder signatures = new StringBuilder();
        for (FormedKey key : keys) {
            signatures
                    .append(signatures.isEmpty() ? "" : " ")
                    .append(key.form().signature(key.bytes(), id, timestamp, body));
        }
        return new Signed(style.headers(id, timestamp, signatures.toString()));
    }
}
