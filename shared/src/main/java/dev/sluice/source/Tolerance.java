package dev.sluice.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How far a signed time may be from ours. */
final class Tolerance {

    private Tolerance() {}

    /**
     * What stands against a signed time.
     *
     * @param tolerance either way, inclusive, in whole seconds; zero switches the check off
     */
    static Optional<SignatureReason> refusal(Instant signedAt, Duration tolerance, Instant now) {
        if (tolerance.isNegative()) {
            throw new IllegalArgumentException("tolerance is negative: " + tolerance);
        }
        if (tolerance.isZero()) {
            return Optional.empty();
        }
        long age = now.getEpochSecond() - signedAt.getEpochSecond();
        if (age > tolerance.toSeconds()) {
            return Optional.of(SignatureReason.TOO_OLD);
        }
        return age < -tolerance.toSeconds() ? Optional.of(SignatureReason.TOO_NEW) : Optional.empty();
    }
}
