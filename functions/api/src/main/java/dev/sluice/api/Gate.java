package dev.sluice.api;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApplicationStore;
import dev.sluice.event.AppId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and for which application. An application key acts for its own application and no other; an admin key names one with
 * {@code ?application=}.
 */
final class Gate {

    private static final String APPLICATION = "application";

    /** RFC 9110, section 11.1: the scheme's case does not matter. No key is longer. */
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +([!-~]{1,256})");

    private final AdminKey adminKey;
    private final KeyCache keys;
    private final ApplicationStore applications;

    Gate(AdminKey adminKey, KeyCache keys, ApplicationStore applications) {
        this.adminKey = adminKey;
        this.keys = keys;
        this.applications = applications;
    }

    /** Done for an application. */
    @FunctionalInterface
    interface ForApplication {
        /** @throws Refusal if it is not done */
        Answer answer(AppId app, Request request);
    }

    /** Done for an application, or where none is named for the admin. */
    @FunctionalInterface
    interface ForOwner {
        /** @throws Refusal if it is not done */
        Answer answer(Owner owner, Request request);
    }

    /**
     * Whose rows are meant.
     *
     * @param app nothing for the admin's own
     * @param isAdmin whether an admin key asks
     */
    record Owner(Optional<AppId> app, boolean isAdmin) {

        /** The application; null for what is nobody's, which an admin who names none means. */
        @Nullable
        AppId orNobody() {
            return app.orElse(null);
        }
    }

    /** A route that takes an admin key. */
    Route.Action admin(Route.Action action) {
        return request -> {
            if (!key(request).isAdmin()) {
                throw Refusal.of(Reason.FORBIDDEN, "this takes an admin key");
            }
            request.refuseUnknownParameters();
            return action.answer(request);
        };
    }

    /** A route of an application. */
    Route.Action application(ForApplication action) {
        return owner((owner, request) -> action.answer(
                owner.app()
                        .orElseThrow(() -> Refusal.of(
                                Reason.APPLICATION_REQUIRED,
                                APPLICATION,
                                "application is missing: with an admin key, add ?application=app_…")),
                request));
    }

    /** A route of an application or the admin. */
    Route.Action owner(ForOwner action) {
        return request -> {
            ApiKey key = key(request);
            request.refuseUnknownParameters();
            return action.answer(new Owner(named(key, request), key.isAdmin()), request);
        };
    }

    /** The same for a key that never was as for one that is read: one hash, one read. */
    private ApiKey key(Request request) {
        Matcher bearer =
                BEARER.matcher(request.header("authorization").orElse("").strip());
        if (!bearer.matches()) {
            throw unauthorized("there is no header of the form Authorization: Bearer slk_…");
        }
        adminKey.store();
        return keys.find(ApiKey.hash(bearer.group(1))).orElseThrow(() -> unauthorized("there is no such API key"));
    }

    private static Refusal unauthorized(String detail) {
        return new Refusal(new Problem(Reason.UNAUTHORIZED, detail)
                .header("www-authenticate", "Bearer")); // RFC 9110, section 15.5.2: must be there
    }

    private Optional<AppId> named(ApiKey key, Request request) {
        Optional<AppId> named = request.parameter(APPLICATION).map(Gate::parse);
        AppId own = key.app();
        if (own != null) {
            if (named.isPresent() && !named.get().equals(own)) {
                throw Refusal.of(Reason.FORBIDDEN, APPLICATION, "application is not this key's own");
            }
            return Optional.of(own);
        }
        if (named.isPresent() && applications.find(named.get()).isEmpty()) {
            throw Refusal.notFound("application");
        }
        return named;
    }

    private static AppId parse(String text) {
        return Fields.read(APPLICATION, text, value -> {
            if (!AppId.isValid(value)) {
                throw new IllegalArgumentException("application is not of the form app_ and 26 characters");
            }
            return new AppId(value);
        });
    }
}
