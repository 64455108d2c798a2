package dev.sluice.source;

import dev.sluice.event.AppId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sources in a map. */
public final class InMemorySourceStore implements SourceStore {

    private final Map<SourceId, WebhookSource> sources = new HashMap<>();

    @Override
    public synchronized Optional<WebhookSource> find(SourceId id) {
        return Optional.ofNullable(sources.get(id));
    }

    @Override
    public synchronized Optional<WebhookSource> find(AppId app, SourceId id) {
        return find(id).filter(source -> source.app().equals(app));
    }

    @Override
    public synchronized List<WebhookSource> list(AppId app) {
        return sources.values().stream()
                .filter(source -> source.app().equals(app))
                .sorted((one, other) -> one.id().value().compareTo(other.id().value()))
                .toList();
    }

    @Override
    public synchronized void create(WebhookSource source) {
        WebhookSource there = sources.putIfAbsent(source.id(), source);
        if (there != null && !there.equals(source)) {
            throw new IllegalStateException(source.id() + " is taken");
        }
    }

    @Override
    public synchronized boolean replace(WebhookSource previous, WebhookSource next) {
        boolean unchanged = find(previous.app(), previous.id())
                .filter(source -> source.updatedAt().equals(previous.updatedAt()))
                .isPresent();
        if (unchanged) {
            sources.put(next.id(), next);
        }
        return unchanged;
    }

    @Override
    public synchronized boolean delete(AppId app, SourceId id) {
        return find(app, id).isPresent() && sources.remove(id) != null;
    }
}
