package dev.sluice.application;

import dev.sluice.event.AppId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** API keys in a map by hash. */
public final class InMemoryApiKeyStore implements ApiKeyStore {

    private final ConcurrentMap<String, ApiKey> byHash = new ConcurrentHashMap<>();

    @Override
    public boolean create(ApiKey key) {
        return byHash.putIfAbsent(key.hash(), key) == null;
    }

    @Override
    public Optional<ApiKey> findByHash(String hash) {
        return Optional.ofNullable(byHash.get(hash));
    }

    @Override
    public List<ApiKey> list(@Nullable AppId app) {
        return byHash.values().stream()
                .filter(key -> Objects.equals(key.app(), app))
                .sorted(Comparator.comparing(ApiKey::id))
                .toList();
    }

    @Override
    public boolean delete(@Nullable AppId app, String id) {
        return byHash.values().removeIf(key -> key.id().equals(id) && Objects.equals(key.app(), app));
    }
}
