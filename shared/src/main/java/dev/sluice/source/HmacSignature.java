package dev.sluice.source;

import dev.sluice.signature.Hmac;
import dev.sluice.signature.HmacForm;
import dev.sluice.signature.HmacForm.Encoding;
import dev.sluice.signature.HmacForm.Part;
import dev.sluice.signature.Secret;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies what a provider posts that signs by settings of its own. The key is the secret's text. */
public final class HmacSignature {

    private HmacSignature() {}

    /**
     * Verifies one request.
     *
     * @param headers names in any case
     * @param secrets those that may have signed
     * @param body the bytes as received
     * @param tolerance how far a signed timestamp may be from {@code now}, either way, inclusive; zero switches the check off
     * @throws IllegalArgumentException for a negative tolerance
     */
    public static SignatureVerdict verify(
            HmacSettings settings,
            Map<String, String> headers,
            List<Secret> secrets,
            byte[] body,
            Duration tolerance,
            Instant now) {
        List<byte[]> keys = Hmac.keys(secrets);
        if (keys.isEmpty()) {
            return Refused.of(SignatureReason.SECRET_EMPTY);
        }
        HmacForm form = settings.form();
        PostedHeaders posted = new PostedHeaders(headers);
        String signature = posted.value(form.header());
        if (signature == null) {
            return Refused.missing(form.header());
        }
        Map<Part, byte[]> parts = new EnumMap<>(Part.class);
        for (Part part : form.signed()) {
            byte[] bytes = part == Part.BODY ? body : bytes(posted.value(form.headerOf(part)));
            if (bytes == null) {
                return Refused.missing(form.headerOf(part));
            }
            parts.put(part, bytes);
        }
        Instant signedAt = posted.signedAt(form);
        if (form.signsTimestamp() && signedAt == null) {
            return Refused.of(SignatureReason.BAD_TIMESTAMP);
        }
        if (!matches(form, keys, parts, signature)) {
            return Refused.of(SignatureReason.NO_MATCHING_SIGNATURE);
        }
        Optional<SignatureReason> refusal =
                signedAt == null ? Optional.empty() : Tolerance.refusal(signedAt, tolerance, now);
        return refusal.isPresent() ? Refused.of(refusal.get()) : new Genuine(posted.value(form.idHeader()), signedAt);
    }

    /** The signature is compared with every key's, in a time that does not depend on where they differ. */
    private static boolean matches(HmacForm form, List<byte[]> keys, Map<Part, byte[]> parts, String signature) {
        if (!signature.startsWith(form.prefix())) {
            return false;
        }
        String encoded = signature.substring(form.prefix().length());
        byte[] presented = (form.encoding() == Encoding.HEX ? encoded.toLowerCase(Locale.ROOT) : encoded)
                .getBytes(StandardCharsets.UTF_8);
        boolean matched = false;
        for (byte[] key : keys) {
            byte[] expected = form.signature(key, parts).getBytes(StandardCharsets.US_ASCII);
            matched |= MessageDigest.isEqual(expected, presented);
        }
        return matched;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
