package dev.sluice.source;

import dev.sluice.signature.Hmac;
import dev.sluice.signature.Secret;
import dev.sluice.source.SignatureVerdict.Genuine;
import dev.sluice.source.SignatureVerdict.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies what Stripe posts: {@code t=<seconds>,v1=<hex>,…} with HMAC-SHA256 over {@code t.body}. The key is the secret's whole text,
 * {@code whsec_} included. Any {@code v1} may match; schemes of other names, such as {@code v0} of test mode, count for nothing.
 *
 * @see <a href="https://docs.stripe.com/webhooks?verify=verify-manually">Stripe, "Verify webhook signatures manually"</a>
 */
public final class StripeSignature {

    /** The header that carries it. */
    public static final String HEADER = "Stripe-Signature";

    /** Written one way only, so that the signed text is the text of the header; 11 digits are any year that {@code Instant} has. */
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,10}");

    private static final String HMAC_SHA256 = "HmacSHA256";

    private StripeSignature() {}

    /**
     * Verifies one request. The signature is looked at before the time, as Stripe's libraries do: what is too old was Stripe's.
     *
     * @param header null where there is none
     * @param secrets those that may have signed
     * @param body the bytes as received
     * @param tolerance how far {@code t} may be from {@code now}, either way, inclusive; zero switches the check off
     * @throws IllegalArgumentException for a negative tolerance
     */
    public static SignatureVerdict verify(
            @Nullable String header, List<Secret> secrets, byte[] body, Duration tolerance, Instant now) {
        List<byte[]> keys = Hmac.keys(secrets);
        if (keys.isEmpty()) {
            return Refused.of(SignatureReason.SECRET_EMPTY);
        }
        if (header == null) {
            return Refused.missing(HEADER);
        }
        List<String> times = values(header, "t=");
        if (times.size() != 1 || !SECONDS.matcher(times.getFirst()).matches()) {
            return Refused.of(SignatureReason.BAD_HEADER);
        }
        List<String> signatures = values(header, "v1=");
        if (signatures.isEmpty()) {
            return Refused.of(SignatureReason.NO_V1_SIGNATURE);
        }
        if (!matches(keys, times.getFirst(), body, signatures)) {
            return Refused.of(SignatureReason.NO_MATCHING_SIGNATURE);
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(times.getFirst()));
        Optional<SignatureReason> refusal = Tolerance.refusal(signedAt, tolerance, now);
        return refusal.isPresent() ? Refused.of(refusal.get()) : new Genuine(null, signedAt);
    }

    /** Every signature is compared with every key's, in a time that does not depend on where they differ. */
    private static boolean matches(List<byte[]> keys, String time, byte[] body, List<String> signatures) {
        byte[] signedTime = (time + ".").getBytes(StandardCharsets.US_ASCII);
        boolean matched = false;
        for (byte[] key : keys) {
            byte[] expected = HexFormat.of()
                    .formatHex(Hmac.of(HMAC_SHA256, key, List.of(signedTime, body)))
                    .getBytes(StandardCharsets.US_ASCII);
            for (String signature : signatures) {
                matched |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
            }
        }
        return matched;
    }

    /** What stands behind a name, as often as it does. Proxies that fold a header put a space behind the comma. */
    private static List<String> values(String header, String nameAndEquals) {
        List<String> values = new ArrayList<>();
        for (String item : header.split(",", -1)) {
            String stripped = item.strip();
            if (stripped.startsWith(nameAndEquals)) {
                values.add(stripped.substring(nameAndEquals.length()));
            }
        }
        return values;
    }
}
