package dev.sluice.endpoint;

import dev.sluice.event.AppId;
import dev.sluice.signature.SealContext;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a customer, or who runs the application, receives webhooks.
 *
 * @param audience whose it is, for good
 * @param status whether it is delivered to
 * @param disabledReason why it is disabled, null otherwise
 * @param statusSince since when it has its status; null where that was not noted, as of endpoints of an earlier release
 */
public record Endpoint(
        EndpointId id,
        AppId app,
        Audience audience,
        EndpointStatus status,
        @Nullable DisabledReason disabledReason,
        EndpointSettings settings,
        Signing signing,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant statusSince) {

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

    /** A new one of a customer's, active. */
    public static Endpoint create(EndpointId id, AppId app, EndpointSettings settings, Signing signing, Instant now) {
        return create(id, app, Audience.CUSTOMER, settings, signing, now);
    }

    /** A new one, active. */
    public static Endpoint create(
            EndpointId id, AppId app, Audience audience, EndpointSettings settings, Signing signing, Instant now) {
        return new Endpoint(id, app, audience, EndpointStatus.ACTIVE, null, settings, signing, now, now, now);
    }

    /** Whether what was learned of {@code previous} says nothing of this endpoint: it was moved, or has become active. */
    public boolean startsAnew(Endpoint previous) {
        boolean isReactivated = status == EndpointStatus.ACTIVE && previous.status != EndpointStatus.ACTIVE;
        return isReactivated || !settings.url().equals(previous.settings.url());
    }

    /** This endpoint with another status; the reason goes with {@code DISABLED} alone. */
    public Endpoint withStatus(EndpointStatus next, @Nullable DisabledReason reason, Instant now) {
        DisabledReason kept = next == EndpointStatus.DISABLED ? reason : null;
        Instant since = next == status ? statusSince : now;
        return new Endpoint(id, app, audience, next, kept, settings, signing, createdAt, now, since);
    }

    /** This endpoint with other settings. */
    public Endpoint withSettings(EndpointSettings next, Instant now) {
        return new Endpoint(id, app, audience, status, disabledReason, next, signing, createdAt, now, statusSince);
    }

    /** This endpoint signed otherwise. */
    public Endpoint withSigning(Signing next, Instant now) {
        return new Endpoint(id, app, audience, status, disabledReason, settings, next, createdAt, now, statusSince);
    }

    /** What an endpoint's secrets are sealed for. */
    public static SealContext sealContext(AppId app, EndpointId id) {
        return new SealContext(app.value(), id.value());
    }

    /** Everything of it that is kept sealed. */
    public List<String> envelopes() {
        return Stream.concat(
                        signing.secrets().stream().map(Signing.SealedSecret::envelope),
                        settings.headers().stream().map(CustomHeader::envelope))
                .toList();
    }

    /**
     * This endpoint with the same under other keys. To its owner nothing has changed, so {@code updatedAt} has not either.
     *
     * @param change makes another of each envelope
     */
    public Endpoint resealed(UnaryOperator<String> change, Instant now) {
        List<CustomHeader> headers = settings.headers().stream()
                .map(header -> header.resealed(change))
                .toList();
        return withSettings(settings.change().headers(headers).done(), updatedAt)
                .withSigning(signing.resealed(change, now), updatedAt);
    }
}
