package dev.sluice.source;

import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A provider that posts webhooks to an application.
 *
 * @param name for people, 1 to {@value #LONGEST_NAME} characters
 * @param secrets sealed, current first; never empty
 * @param settings how it signs where its kind does not say, null otherwise
 * @param tolerance how far a signed timestamp may be from our clock, in whole seconds; zero switches the check off
 * @param updatedAt later with every change
 */
public record WebhookSource(
        SourceId id,
        AppId app,
        String name,
        SourceKind kind,
        List<SealedSecret> secrets,
        @Nullable HmacSettings settings,
        Duration tolerance,
        Instant createdAt,
        Instant updatedAt) {

    /** Longest name, in characters. */
    public static final int LONGEST_NAME = 128;

    /** What Stripe's libraries and those of Standard Webhooks allow. */
    public static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);

    /** Longest tolerance. */
    public static final Duration MOST_TOLERANCE = Duration.ofDays(1);

    /** How long a secret verifies after another has taken its place. */
    public static final Duration RETIRING = Duration.ofHours(24);

    /** Of one source, those that retire included: beyond, the oldest verifies no more. */
    static final int MOST_SECRETS = 10;

    /**
     * A secret as it is kept.
     *
     * @param envelope what the sealer returned, bound to the application and the source
     * @param until when it stops verifying; null for the current one
     */
    public record SealedSecret(String envelope, @Nullable Instant until) {}

    /**
     * Copies the secrets.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    public WebhookSource {
        secrets = List.copyOf(secrets);
        requireName(name);
        requireTolerance(tolerance);
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("secrets is empty");
        }
        if ((settings != null) != (kind == SourceKind.HMAC)) {
            throw new IllegalArgumentException(
                    settings == null
                            ? "settings is missing: kind is hmac"
                            : "settings does not go with the kind " + kind.code());
        }
    }

    /** @throws IllegalArgumentException if it is no name of a source */
    public static String requireName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("name has " + name.length() + " characters, not 1 to " + LONGEST_NAME);
        }
        return name;
    }

    /** @throws IllegalArgumentException if it is out of range */
    public static Duration requireTolerance(Duration tolerance) {
        if (tolerance.isNegative() || tolerance.compareTo(MOST_TOLERANCE) > 0 || tolerance.getNano() != 0) {
            throw new IllegalArgumentException(
                    "tolerance_seconds is not a whole number from 0 to " + MOST_TOLERANCE.toSeconds());
        }
        return tolerance;
    }

    /** The sealed secrets that verify at {@code now}, current first. */
    public List<String> verifyingSecrets(Instant now) {
        return secrets.stream()
                .filter(secret -> secret.until() == null || now.isBefore(secret.until()))
                .map(SealedSecret::envelope)
                .toList();
    }

    /** This source with another name and tolerance. */
    public WebhookSource with(String nextName, Duration nextTolerance, Instant now) {
        return new WebhookSource(id, app, nextName, kind, secrets, settings, nextTolerance, createdAt, later(now));
    }

    /** This source with a new secret; the one it takes the place of verifies for {@link #RETIRING} more. */
    public WebhookSource withSecret(String envelope, Instant now) {
        List<SealedSecret> next = new ArrayList<>();
        next.add(new SealedSecret(envelope, null));
        secrets.stream()
                .filter(secret -> secret.until() == null || now.isBefore(secret.until()))
                .map(secret ->
                        secret.until() == null ? new SealedSecret(secret.envelope(), now.plus(RETIRING)) : secret)
                .limit(MOST_SECRETS - 1)
                .forEach(next::add);
        return new WebhookSource(id, app, name, kind, next, settings, tolerance, createdAt, later(now));
    }

    /** Everything of it that is kept sealed. */
    public List<String> envelopes() {
        return secrets.stream().map(SealedSecret::envelope).toList();
    }

    /**
     * This source with the same secrets under other keys; those that do not verify any more are forgotten.
     *
     * @param change makes another of each envelope
     */
    public WebhookSource resealed(UnaryOperator<String> change, Instant now) {
        List<SealedSecret> next = secrets.stream()
                .filter(secret -> secret.until() == null || now.isBefore(secret.until()))
                .map(secret -> new SealedSecret(change.apply(secret.envelope()), secret.until()))
                .toList();
        return new WebhookSource(id, app, name, kind, next, settings, tolerance, createdAt, later(now));
    }

    /** Two changes may fall into one millisecond, and clocks differ. */
    private Instant later(Instant now) {
        return now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
    }
}
