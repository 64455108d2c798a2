package dev.sluice.source;

import dev.sluice.signature.Secret;
import dev.sluice.source.HmacSettings.Encoding;
import dev.sluice.source.HmacSettings.Part;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
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
        PostedHeaders posted = new PostedHeaders(headers);
        String signature = posted.value(settings.header());
        if (signature == null) {
            return Refused.missing(settings.header());
        }
        List<byte[]> signed = new ArrayList<>();
        for (Part part : settings.signed()) {
            byte[] bytes = part == Part.BODY ? body : bytes(posted.value(header(settings, part)));
            if (bytes == null) {
                return Refused.missing(header(settings, part));
            }
            if (!signed.isEmpty()) {
                signed.add(settings.separator().getBytes(StandardCharsets.US_ASCII));
            }
            signed.add(bytes);
        }
        Instant signedAt = posted.signedAt(settings);
        if (settings.signsTimestamp() && signedAt == null) {
            return Refused.of(SignatureReason.BAD_TIMESTAMP);
        }
        if (!matches(settings, keys, signed, signature)) {
            return Refused.of(SignatureReason.NO_MATCHING_SIGNATURE);
        }
        Optional<SignatureReason> refusal =
                signedAt == null ? Optional.empty() : Tolerance.refusal(signedAt, tolerance, now);
        return refusal.isPresent()
                ? Refused.of(refusal.get())
                : new Genuine(posted.value(settings.idHeader()), signedAt);
    }

    /** The signature is compared with every key's, in a time that does not depend on where they differ. */
    private static boolean matches(HmacSettings settings, List<byte[]> keys, List<byte[]> signed, String signature) {
        if (!signature.startsWith(settings.prefix())) {
            return false;
        }
        String encoded = signature.substring(settings.prefix().length());
        byte[] presented = (settings.encoding() == Encoding.HEX ? encoded.toLowerCase(Locale.ROOT) : encoded)
                .getBytes(StandardCharsets.UTF_8);
        boolean matched = false;
        for (byte[] key : keys) {
            byte[] mac = Hmac.of(settings.algorithm().javaName(), key, signed);
            String expected = settings.encoding() == Encoding.HEX
                    ? HexFormat.of().formatHex(mac)
                    : Base64.getEncoder().encodeToString(mac);
            matched |= MessageDigest.isEqual(expected.getBytes(StandardCharsets.US_ASCII), presented);
        }
        return matched;
    }

    /** The header of a part that stands in one; settings that sign such a part name its header. */
    private static String header(HmacSettings settings, Part part) {
        String header = part == Part.ID ? settings.idHeader() : settings.timestampHeader();
        return header == null ? part.code() : header;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
