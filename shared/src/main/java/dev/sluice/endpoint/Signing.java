package dev.sluice.endpoint;

import dev.sluice.signature.HeaderStyle;
import dev.sluice.signature.SigningScheme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint's webhooks are signed.
 *
 * @param secrets sealed, current first; never empty but for a row whose secrets were lost
 */
public record Signing(SigningForm form, List<SealedSecret> secrets) {

    /** Secrets that may sign beside the current one: each is a signature more in every webhook's header. */
    public static final int MOST_OLD_SECRETS = 10;

    /**
     * A secret as it is kept.
     *
     * @param envelope what the sealer returned, bound to the application and the endpoint
     * @param until when it stops signing; null for the current one
     */
    public record SealedSecret(String envelope, @Nullable Instant until) {}

    /** Copies the secrets. */
    public Signing {
        secrets = List.copyOf(secrets);
    }

    /** With one secret. */
    public static Signing of(SigningForm form, String envelope) {
        return new Signing(form, List.of(new SealedSecret(envelope, null)));
    }

    /** With one secret, under the usual names. */
    public static Signing of(SigningScheme scheme, String envelope) {
        return of(new SigningForm.Standard(scheme, HeaderStyle.SVIX), envelope);
    }

    /** In another form, with the same secrets. */
    public Signing in(SigningForm next) {
        return new Signing(next, secrets);
    }

    /** The sealed secrets that sign at {@code now}, current first, each with the time when it stops. */
    public List<SealedSecret> at(Instant now) {
        return secrets.stream()
                .filter(secret -> secret.until() == null || now.isBefore(secret.until()))
                .toList();
    }

    /** The sealed secrets that sign at {@code now}, current first. */
    public List<String> secretsAt(Instant now) {
        return at(now).stream().map(SealedSecret::envelope).toList();
    }

    /**
     * With a new secret. Those there were sign beside it, none longer than until {@code until}; those that do not sign any more are
     * forgotten.
     */
    public Signing rotated(String envelope, Instant until, Instant now) {
        List<SealedSecret> next = new ArrayList<>();
        next.add(new SealedSecret(envelope, null));
        secrets.stream()
                .map(old -> new SealedSecret(old.envelope(), earlier(old.until(), until)))
                .filter(old -> now.isBefore(Objects.requireNonNull(old.until())))
                .forEach(next::add);
        return new Signing(form, next);
    }

    /** With each envelope changed; those that do not sign any more are forgotten. */
    Signing resealed(UnaryOperator<String> change, Instant now) {
        return new Signing(
                form,
                at(now).stream()
                        .map(secret -> new SealedSecret(change.apply(secret.envelope()), secret.until()))
                        .toList());
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
