package dev.sluice.event;

import java.util.Optional;

/** Says which application an input belongs to. Safe for use by many threads. */
@FunctionalInterface
public interface Owners {

    /** The application, or nothing where no rule names one. */
    Optional<AppId> of(Claims claims);

    /** Everything belongs to one application. */
    static Owners always(AppId app) {
        Optional<AppId> owner = Optional.of(app);
        return _ -> owner;
    }
}
