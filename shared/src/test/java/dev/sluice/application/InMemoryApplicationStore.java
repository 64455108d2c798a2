package dev.sluice.application;

import dev.sluice.event.AppId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Applications in a sorted map. */
public final class InMemoryApplicationStore implements ApplicationStore {

    private final ConcurrentNavigableMap<String, Application> applications = new ConcurrentSkipListMap<>();

    @Override
    public boolean create(Application application) {
        return applications.putIfAbsent(application.id().value(), application) == null;
    }

    @Override
    public Optional<Application> find(AppId id) {
        return Optional.ofNullable(applications.get(id.value()));
    }

    @Override
    public List<Application> list(@Nullable AppId after, int limit) {
        return (after == null ? applications : applications.tailMap(after.value(), false))
                .values().stream().limit(limit).toList();
    }
}
