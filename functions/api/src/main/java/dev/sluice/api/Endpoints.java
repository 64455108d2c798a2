package dev.sluice.api;

import dev.sluice.delivery.OperationalEvents;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.endpoint.HealthStore.Known;
import dev.sluice.endpoint.Signing;
import dev.sluice.endpoint.Signing.SealedSecret;
import dev.sluice.endpoint.SigningForm;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.event.AppId;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.signature.SigningScheme;
import dev.sluice.wake.HeldStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code /v1/endpoints}. */
final class Endpoints {

    /** Endpoints of one application: with more, reading them at each change of one would be felt. About, not exactly: two may race. */
    static final int MOST = 5_000;

    private static final String FAILING = "failing";

    /** What a list can be asked by. */
    static final String[] FILTERS = {EndpointInput.STATUS, FAILING};

    private final EndpointStore store;
    private final HealthStore health;
    private final HeldStore held;
    private final OperationalEvents operations;
    private final SecretSealer sealer;
    private final UrlPolicy urls;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final int most;

    /** @param most endpoints of one application */
    Endpoints(
            Dispatch dispatch,
            SecretSealer sealer,
            UrlPolicy urls,
            InstantSource clock,
            RandomGenerator random,
            int most) {
        this.store = dispatch.endpoints();
        this.health = dispatch.health();
        this.held = dispatch.held();
        this.operations = dispatch.operations();
        this.sealer = sealer;
        this.urls = urls;
        this.clock = clock;
        this.random = random;
        this.most = most;
    }

    /**
     * What a receiver verifies with.
     *
     * @param until when it stops signing, null for the current one
     */
    record PublicKey(String text, @Nullable Instant until) {}

    Answer create(AppId app, Request request) {
        EndpointInput input = EndpointInput.ofNew(request);
        SigningForm form = input.form();
        Secret secret = input.secret(form, random);
        Instant now = clock.instant();
        EndpointId id = EndpointId.create(now.toEpochMilli(), random);
        EndpointSeal seal = seal(app, id);
        EndpointSettings settings = input.newSettings(urls, form, seal);
        if (store.list(app).size() >= most) {
            throw Refusal.of(Reason.ENDPOINT_LIMIT, "the application has " + most + " endpoints already");
        }
        Signing signing = Signing.of(form, seal.seal(secret));
        Endpoint endpoint = Endpoint.create(id, app, input.audience(), settings, signing, now);
        store.create(endpoint);
        return Answer.json(201, out -> EndpointJson.writeWithSecret(out, endpoint, secret));
    }

    Answer list(AppId app, Request request) {
        Paging paging = Paging.of(request, "endpoint", EndpointId::isValid);
        Predicate<Known> isAskedFor = ofStatus(request).and(ofLuck(request));
        Instant now = clock.instant();
        return paging.answerOfAll(
                health.list(app).stream().filter(isAskedFor).toList(),
                known -> known.endpoint().id().value(),
                (out, known) -> EndpointJson.writeWithHealth(out, known, now));
    }

    private static Predicate<Known> ofStatus(Request request) {
        return request.parameter(EndpointInput.STATUS)
                .map(text -> Fields.read(EndpointInput.STATUS, text, EndpointStatus::ofCode))
                .<Predicate<Known>>map(status -> known -> known.endpoint().status() == status)
                .orElse(_ -> true);
    }

    private static Predicate<Known> ofLuck(Request request) {
        Predicate<Known> isFailing = known -> known.health().breaker().isTroubled();
        return switch (request.parameter(FAILING).orElse(null)) {
            case null -> _ -> true;
            case "true" -> isFailing;
            case "false" -> isFailing.negate();
            default -> throw Fields.invalid(FAILING, "is neither true nor false");
        };
    }

    Answer get(AppId app, Request request) {
        Known known = health.find(app, id(request)).orElseThrow(() -> Refusal.notFound("endpoint"));
        Instant now = clock.instant();
        return Answer.json(200, out -> EndpointJson.writeWithHealth(out, known, now));
    }

    Answer change(AppId app, Request request) {
        Endpoint before = find(app, request);
        EndpointInput input = EndpointInput.ofChange(request);
        URI url = input.hasUrl() ? input.url(urls) : null;
        EndpointSeal seal = seal(app, before.id());
        Endpoint after = Changes.make(
                "endpoint",
                before,
                () -> find(app, request),
                endpoint -> input.changed(endpoint, url, seal, clock.instant()),
                store::replace);
        if (input.status().isPresent()) {
            operations.disabled(after, clock.instant()); // if it is: a request that comes again tells the same
        }
        if (after.status() == EndpointStatus.ACTIVE) {
            held.wakeBy(app, after.id(), after.updatedAt()); // whatever was changed: what is held may be free to go
        }
        return Answer.json(200, out -> EndpointJson.write(out, after));
    }

    /** A new secret in the place of the current one, which signs beside it for a while. */
    Answer rotate(AppId app, Request request) {
        Endpoint before = find(app, request);
        EndpointInput input = EndpointInput.ofRotation(request);
        SigningForm form = before.signing().form();
        Duration overlap = input.overlap(form);
        Secret secret = input.secret(form, random);
        String sealed = seal(app, before.id()).seal(secret);
        Endpoint after = Changes.make(
                "endpoint",
                before,
                () -> find(app, request),
                endpoint -> rotated(endpoint, sealed, overlap),
                store::replace);
        held.wakeBy(app, after.id(), after.updatedAt()); // what waits for a usable secret
        return Answer.json(200, out -> EndpointJson.writeWithSecret(out, after, secret));
    }

    private Endpoint rotated(Endpoint before, String sealed, Duration overlap) {
        Instant now = clock.instant();
        Signing signing = before.signing().rotated(sealed, now.plus(overlap), now);
        if (signing.secrets().size() > 1 + Signing.MOST_OLD_SECRETS) {
            throw Refusal.of(
                    Reason.SECRET_LIMIT,
                    "the endpoint has " + Signing.MOST_OLD_SECRETS + " old secrets that sign still;"
                            + " a shorter overlap_seconds ends them");
        }
        return before.withSigning(signing, now);
    }

    /** What receivers verify with that cannot sign: the public halves of the secrets that sign now. */
    Answer publicKeys(AppId app, Request request) {
        Endpoint endpoint = find(app, request);
        if (!(endpoint.signing().form() instanceof SigningForm.Standard(SigningScheme scheme, var _))
                || !scheme.isAsymmetric()) {
            throw Refusal.of(
                    Reason.NOT_FOUND, "the scheme " + endpoint.signing().form().code() + " has no public keys");
        }
        EndpointSeal seal = seal(app, endpoint.id());
        List<PublicKey> keys = endpoint.signing().at(clock.instant()).stream()
                .map(secret -> publicKey(scheme, seal, secret))
                .toList();
        return Answer.json(200, out -> EndpointJson.writePublicKeys(out, keys));
    }

    private static PublicKey publicKey(SigningScheme scheme, EndpointSeal seal, SealedSecret secret) {
        String text = seal.open(secret.envelope())
                .flatMap(scheme::publicKey)
                .orElseThrow(() -> Refusal.of(
                        Reason.SECRET_UNREADABLE,
                        "a secret of the endpoint cannot be opened; its deliveries are held until it is rotated"));
        return new PublicKey(text, secret.until());
    }

    private EndpointSeal seal(AppId app, EndpointId id) {
        return new EndpointSeal(sealer, app, id);
    }

    Answer delete(AppId app, Request request) {
        if (!store.delete(app, id(request))) {
            throw Refusal.notFound("endpoint");
        }
        return Answer.noContent();
    }

    private Endpoint find(AppId app, Request request) {
        return store.find(app, id(request)).orElseThrow(() -> Refusal.notFound("endpoint"));
    }

    /** The endpoint that a path names. */
    static EndpointId id(Request request) {
        if (!EndpointId.isValid(request.id())) {
            throw Refusal.notFound("endpoint");
        }
        return new EndpointId(request.id());
    }
}
