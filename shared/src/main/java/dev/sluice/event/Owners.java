package dev.sluice.event;

import java.util.Optional;

/** Says which application an input belongs to. Safe for use by many threads. */
@FunctionalInterface
public interface Owners {

    /** The application, or nothing where no rule names one. */
    Optional<AppId> of(Claims claims);

    /**
     * Whose an input is of which nothing can be read: nobody's, wherever its own words could have made it another's than its carrier's.
     */
    default Optional<AppId> ofUnread(Claims.Carrier carrier) {
        return of(Claims.of(carrier));
    }

    /** Everything belongs to one application. */
    static Owners always(AppId app) {
        Optional<AppId> owner = Optional.of(app);
        return _ -> owner;
    }
}
