package dev.sluice.application;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API keys. Reads see every write that was answered before. Safe for use by many threads. */
public interface ApiKeyStore {

    /**
     * Adds a key.
     *
     * @return false if a key with this hash was there already; nothing is written then
     */
    boolean create(ApiKey key);

    /** The key with this hash. */
    Optional<ApiKey> findByHash(String hash);

    /**
     * Keys in the order of their creation.
     *
     * @param app whose keys, null for the admin keys
     */
    List<ApiKey> list(@Nullable AppId app);

    /**
     * Deletes a key; it opens nothing from then on.
     *
     * @return false if there was none with this id
     */
    boolean delete(@Nullable AppId app, String id);
}
