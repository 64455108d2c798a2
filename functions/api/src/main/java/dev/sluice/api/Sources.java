package dev.sluice.api;

import dev.sluice.api.SourceInput.Given;
import dev.sluice.event.AppId;
import dev.sluice.signature.Secret;
import dev.sluice.signature.SecretSealer;
import dev.sluice.source.HmacSettings;
import dev.sluice.source.SourceId;
import dev.sluice.source.SourceKind;
import dev.sluice.source.SourceSignature;
import dev.sluice.source.SourceStore;
import dev.sluice.source.WebhookSource;
import dev.sluice.source.WebhookSource.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code /v1/sources}: the application's providers. What they post comes in by {@link SourceDoor}. */
final class Sources {

    /** Sources of one application. About, not exactly: two may race. */
    static final int MOST = 100;

    private final SourceStore store;
    private final SecretSealer sealer;
    private final InstantSource clock;
    private final RandomGenerator random;

    Sources(SourceStore store, SecretSealer sealer, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        this.random = random;
    }

    Answer create(AppId app, Request request) {
        SourceInput input = SourceInput.ofNew(request);
        String name = input.name();
        SourceKind kind = input.kind();
        HmacSettings settings = input.settings(kind);
        Duration tolerance = input.tolerance();
        Given secret = input.secret(kind, random);
        if (store.list(app).size() >= MOST) {
            throw Refusal.of(Reason.SOURCE_LIMIT, "the application has " + MOST + " sources already");
        }
        Instant now = clock.instant();
        SourceId id = SourceId.create(now.toEpochMilli(), random);
        List<SealedSecret> secrets = List.of(new SealedSecret(seal(app, id, secret.secret()), null));
        WebhookSource source = new WebhookSource(id, app, name, kind, secrets, settings, tolerance, now, now);
        store.create(source);
        return Answer.json(201, out -> SourceJson.write(out, source, secret.shown()));
    }

    Answer list(AppId app, Request request) {
        Paging paging = Paging.of(request, "source", SourceId::isValid);
        return paging.answerOfAll(store.list(app), source -> source.id().value(), SourceJson::write);
    }

    Answer get(AppId app, Request request) {
        WebhookSource source = find(app, request);
        return Answer.json(200, out -> SourceJson.write(out, source));
    }

    Answer change(AppId app, Request request) {
        WebhookSource before = find(app, request);
        SourceInput input = SourceInput.ofChange(request);
        Optional<Given> secret = input.changedSecret(before.kind(), random);
        WebhookSource after = Changes.make(
                "source", before, () -> find(app, request), source -> changed(source, input, secret), store::replace);
        return Answer.json(
                200,
                out -> SourceJson.write(out, after, secret.map(Given::shown).orElse(null)));
    }

    private WebhookSource changed(WebhookSource before, SourceInput input, Optional<Given> secret) {
        Instant now = clock.instant();
        WebhookSource after = before.with(input.nameOr(before.name()), input.toleranceOr(before.tolerance()), now);
        return secret.map(given -> after.withSecret(seal(after.app(), after.id(), given.secret()), now))
                .orElse(after);
    }

    Answer delete(AppId app, Request request) {
        if (!store.delete(app, id(request))) {
            throw Refusal.notFound("source");
        }
        return Answer.noContent();
    }

    private String seal(AppId app, SourceId id, Secret secret) {
        return sealer.seal(SourceSignature.context(app, id), secret);
    }

    private WebhookSource find(AppId app, Request request) {
        return store.find(app, id(request)).orElseThrow(() -> Refusal.notFound("source"));
    }

    /** The source that a path names. */
    static SourceId id(Request request) {
        if (!SourceId.isValid(request.id())) {
            throw Refusal.notFound("source");
        }
        return new SourceId(request.id());
    }
}
