package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer receives webhooks.
 *
 * @param url as {@link UrlPolicy} allowed it; judged again at every attempt
 * @param subscription which event types it wants
 * @param scheme how it is signed
 * @param secrets sealed, current first; never empty
 * @param status whether it is delivered to
 * @param disabledReason why it is disabled, null otherwise
 * @param schedule its own waits, null for the default
 * @param description for people, at most {@value #LONGEST_DESCRIPTION} characters
 */
public record Endpoint(
        EndpointId id,
        AppId app,
        URI url,
        Subscription subscription,
        SigningScheme scheme,
        List<SealedSecret> secrets,
        EndpointStatus status,
        @Nullable DisabledReason disabledReason,
        @Nullable RetrySchedule schedule,
        String description,
        Instant createdAt,
        Instant updatedAt) {

    /** Secrets that may sign beside the current one: each is a signature more in every webhook's header. */
    public static final int MOST_OLD_SECRETS = 10;

    /** Longest description, in characters. */
    public static final int LONGEST_DESCRIPTION = 256;

    /**
     * A secret as it is kept.
     *
     * @param envelope what the sealer returned, bound to the application and the endpoint
     * @param until when it stops signing; null for the current one
     */
    public record SealedSecret(String envelope, @Nullable Instant until) {}

    /** Who disabled an endpoint. */
    public enum DisabledReason {
        /** A person, through the API. */
        REQUEST("request"),
        /** The receiver, by answering 410. */
        GONE("gone"),
        /** Us, after {@link Breaker#DISABLED_AFTER} of nothing but failures. */
        FAILING("failing");

        private final String code;

        DisabledReason(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }

        /** The reason with this code. */
        public static DisabledReason ofCode(String code) {
            for (DisabledReason reason : values()) {
                if (reason.code.equals(code)) {
                    return reason;
                }
            }
            throw new IllegalArgumentException("unknown disabled_reason: " + code);
        }
    }

    /**
     * Copies the secrets.
     *
     * @throws IllegalArgumentException if the description is too long
     */
    public Endpoint {
        secrets = List.copyOf(secrets);
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException(
                    "description has " + description.length() + " characters, more than " + LONGEST_DESCRIPTION);
        }
    }

    /** The sealed secrets that sign at {@code now}, current first. */
    public List<String> signingSecrets(Instant now) {
        return secrets.stream()
                .filter(secret -> secret.until() == null || now.isBefore(secret.until()))
                .map(SealedSecret::envelope)
                .toList();
    }

    /** Whether what was learned of {@code previous} says nothing of this endpoint: it was moved, or has become active. */
    public boolean startsAnew(Endpoint previous) {
        boolean isReactivated = status == EndpointStatus.ACTIVE && previous.status != EndpointStatus.ACTIVE;
        return isReactivated || !url.equals(previous.url);
    }

    /** This endpoint with another status; the reason goes with {@code DISABLED} alone. */
    public Endpoint withStatus(EndpointStatus next, @Nullable DisabledReason reason, Instant now) {
        return new Endpoint(
                id,
                app,
                url,
                subscription,
                scheme,
                secrets,
                next,
                next == EndpointStatus.DISABLED ? reason : null,
                schedule,
                description,
                createdAt,
                now);
    }

    /**
     * This endpoint with a new secret. Those it had sign beside it, none longer than until {@code until}; those that do not sign any more are
     * forgotten.
     */
    public Endpoint withSecret(String envelope, Instant until, Instant now) {
        List<SealedSecret> next = new ArrayList<>();
        next.add(new SealedSecret(envelope, null));
        secrets.stream()
                .map(old -> new SealedSecret(old.envelope(), earlier(old.until(), until)))
                .filter(old -> now.isBefore(Objects.requireNonNull(old.until())))
                .forEach(next::add);
        return new Endpoint(
                id,
                app,
                url,
                subscription,
                scheme,
                next,
                status,
                disabledReason,
                schedule,
                description,
                createdAt,
                now);
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    /** This endpoint with other settings. */
    public Endpoint withSettings(
            URI nextUrl,
            Subscription nextSubscription,
            @Nullable RetrySchedule nextSchedule,
            String nextDescription,
            Instant now) {
        return new Endpoint(
                id,
                app,
                nextUrl,
                nextSubscription,
                scheme,
                secrets,
                status,
                disabledReason,
                nextSchedule,
                nextDescription,
                createdAt,
                now);
    }
}
