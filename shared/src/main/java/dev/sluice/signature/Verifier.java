package dev.sluice.signature;

import dev.sluice.signature.SigningScheme.FormedKey;
import dev.sluice.signature.Verdict.Invalid;
import dev.sluice.signature.Verdict.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Verifies a webhook as a receiver does. */
public final class Verifier {

    /** What the reference libraries of Standard Webhooks allow. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    /** Written one way only, so that the signed text is the text of the header; 18 digits fit a long. */
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Verifier() {}

    /**
     * Verifies headers and body. Every signature is tried with every key, in a time that does not depend on where they differ.
     *
     * @param secrets those that may have signed, or their public halves; of a scheme with two forms of key either suffices
     * @param headers {@code svix-*} or {@code webhook-*}, names in any case
     * @param body the bytes as received
     * @param tolerance how far the timestamp may be from {@code now}, either way, inclusive; zero switches the check off
     * @throws IllegalArgumentException for a negative tolerance
     */
    public static Verdict verify(
            SigningScheme scheme,
            List<Secret> secrets,
            Map<String, String> headers,
            byte[] body,
            Duration tolerance,
            Instant now) {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("tolerance is negative: " + tolerance);
        }
        List<FormedKey> keys = scheme.verifyingKeys(secrets);
        if (keys.isEmpty()) {
            return secrets.stream()
                    .flatMap(secret -> scheme.refusalOf(secret).stream())
                    .findFirst()
                    .map(why -> new Invalid(why.reason(), why.message()))
                    .orElseGet(() -> new Invalid(Reason.SECRET_MISSING));
        }
        Optional<PresentedHeaders> presented = PresentedHeaders.of(headers);
        if (presented.isEmpty()) {
            return new Invalid(
                    Reason.MISSING_HEADER, "the header " + PresentedHeaders.missingFrom(headers) + " is missing");
        }
        String id = presented.get().id();
        if (!SECONDS.matcher(presented.get().timestamp()).matches()) {
            return new Invalid(Reason.BAD_TIMESTAMP);
        }
        long timestamp = Long.parseLong(presented.get().timestamp());
        if (!tolerance.isZero()) {
            long age = now.getEpochSecond() - timestamp;
            if (age > tolerance.toSeconds()) {
                return new Invalid(Reason.TOO_OLD);
            }
            if (age < -tolerance.toSeconds()) {
                return new Invalid(Reason.TOO_NEW);
            }
        }
        boolean matched = false;
        for (FormedKey key : keys) {
            Predicate<String> verifier = key.form().verifier(key.bytes(), id, timestamp, body);
            for (String signature : presented.get().signatures().split(" ", -1)) {
                matched |= verifier.test(signature);
            }
        }
        return matched ? new Valid() : new Invalid(Reason.NO_MATCHING_SIGNATURE);
    }
}
