package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.api.Gate.Owner;
import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@code /v1/keys}: an application's own, or the admin's where none is named. */
final class ApiKeys {

    private static final String ADMIN = "admin";

    private final ApiKeyStore store;
    private final KeyCache cache;
    private final InstantSource clock;
    private final RandomGenerator random;

    ApiKeys(ApiKeyStore store, KeyCache cache, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.cache = cache;
        this.clock = clock;
        this.random = random;
    }

    Answer create(Owner owner, Request request) {
        boolean admin = Fields.of(request.body(), Set.of(ADMIN)).flag(ADMIN);
        AppId app = admin ? requireAdmin(owner) : requireApplication(owner);
        String key = ApiKey.generate(random);
        ApiKey created = ApiKey.of(key, app, clock.instant(), random);
        if (!store.create(created)) {
            throw new IllegalStateException("a new key is taken: 256 random bits came twice");
        }
        return Answer.json(201, out -> write(out, created, key));
    }

    /** An admin key is asked for in so many words; forgetting the application does not make one. */
    private static @Nullable AppId requireAdmin(Owner owner) {
        if (!owner.isAdmin()) {
            throw Refusal.of(Reason.FORBIDDEN, ADMIN, "admin is true, which takes an admin key");
        }
        if (owner.app().isPresent()) {
            throw Fields.invalid(ADMIN, "is true, but an application is named: admin keys belong to none");
        }
        return null;
    }

    private static AppId requireApplication(Owner owner) {
        return owner.app()
                .orElseThrow(() -> Refusal.of(
                        Reason.APPLICATION_REQUIRED,
                        "application",
                        "application is missing: add ?application=app_…, or \"admin\": true for an admin key"));
    }

    Answer list(Owner owner, Request request) {
        Paging paging = Paging.of(request, "key", ApiKey::isValidId);
        return paging.answerOfAll(
                store.list(owner.app().orElse(null)), ApiKey::id, (out, key) -> write(out, key, null));
    }

    Answer delete(Owner owner, Request request) {
        if (!ApiKey.isValidId(request.id()) || !store.delete(owner.app().orElse(null), request.id())) {
            throw Refusal.notFound("key");
        }
        cache.forget(request.id());
        return Answer.noContent();
    }

    /** @param clearText the key itself, shown when it is made and never again */
    private static void write(JsonGenerator out, ApiKey key, @Nullable String clearText) throws IOException {
        AppId app = key.app();
        out.writeStartObject();
        out.writeStringField("id", key.id());
        out.writeStringField("application", app == null ? null : app.value());
        out.writeBooleanField(ADMIN, key.isAdmin());
        out.writeStringField("created_at", Timestamps.format(key.createdAt()));
        if (clearText != null) {
            out.writeStringField("key", clearText);
        }
        out.writeEndObject();
    }
}
