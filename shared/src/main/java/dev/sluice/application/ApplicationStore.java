package dev.sluice.application;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The applications. Reads see every write that was answered before. Safe for use by many threads. */
public interface ApplicationStore {

    /**
     * Adds an application.
     *
     * @return false if one with this id was there already; nothing is written then
     */
    boolean create(Application application);

    /** One application. */
    Optional<Application> find(AppId id);

    /**
     * Applications in the order of their ids; fewer than {@code limit} are the last.
     *
     * @param after list those behind this one, null for the first
     * @param limit at least 1; fewer are the last
     */
    List<Application> list(@Nullable AppId after, int limit);
}
