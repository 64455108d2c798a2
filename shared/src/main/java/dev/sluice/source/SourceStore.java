package dev.sluice.source;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;

/** Sources of all applications. Reads see every write that was answered before. Safe for use by many threads. */
public interface SourceStore {

    /** One source, whoever's it is: its id is in the address that the provider posts to. */
    Optional<WebhookSource> find(SourceId id);

    /** One source; empty if there is none, or it is another application's. */
    Optional<WebhookSource> find(AppId app, SourceId id);

    /** The application's sources in the order of their creation. */
    List<WebhookSource> list(AppId app);

    /**
     * Adds a source.
     *
     * @throws IllegalStateException if the id is taken; what was there stays
     */
    void create(WebhookSource source);

    /**
     * Replaces a source if it has not changed since {@code previous} was read.
     *
     * @param next with a later {@code updatedAt}
     * @return false if it has changed or is gone; nothing is written then
     */
    boolean replace(WebhookSource previous, WebhookSource next);

    /**
     * Deletes a source; what is posted to it is refused from then on.
     *
     * @return false if there was none
     */
    boolean delete(AppId app, SourceId id);
}
