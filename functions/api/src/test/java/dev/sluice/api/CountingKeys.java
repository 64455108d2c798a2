package dev.sluice.api;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts how often a key is looked up. */
record CountingKeys(ApiKeyStore keys, AtomicInteger reads) implements ApiKeyStore {

    @Override
    public boolean create(ApiKey key) {
        return keys.create(key);
    }

    @Override
    public Optional<ApiKey> findByHash(String hash) {
        reads.incrementAndGet();
        return keys.findByHash(hash);
    }

    @Override
    public List<ApiKey> list(@Nullable AppId app) {
        return keys.list(app);
    }

    @Override
    public boolean delete(@Nullable AppId app, String id) {
        return keys.delete(app, id);
    }
}
