package dev.sluice.wake;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes in a map. */
public final class InMemoryDeadStore implements DeadStore {

    private final Map<Due.OfEndpoint, Noted> notes = new HashMap<>();
    private @Nullable Cleaning cleaning;

    @Override
    public synchronized void note(AppId app, EndpointId endpoint, Instant at) {
        notes.merge(
                new Due.OfEndpoint(app, endpoint),
                new Noted(app, endpoint, at, 0, null),
                (there, _) -> there.at().isBefore(at)
                        ? new Noted(app, endpoint, at, there.count(), there.countedAt())
                        : there);
    }

    @Override
    public synchronized List<Noted> of(AppId app) {
        return all().stream()
                .filter(noted -> noted.app().equals(app))
                .sorted(Comparator.comparing(noted -> noted.endpoint().value()))
                .toList();
    }

    @Override
    public synchronized List<Noted> all() {
        return List.copyOf(notes.values());
    }

    @Override
    public synchronized void counted(Noted noted, long count, Instant at) {
        notes.computeIfPresent(
                key(noted), (_, there) -> new Noted(there.app(), there.endpoint(), there.at(), count, at));
    }

    @Override
    public synchronized void forget(Noted noted) {
        notes.computeIfPresent(key(noted), (_, there) -> there.at().equals(noted.at()) ? null : there);
    }

    @Override
    public synchronized void askForCleaning(Instant at) {
        cleaning = new Cleaning(at, 0);
    }

    @Override
    public synchronized Optional<Cleaning> cleaning() {
        return Optional.ofNullable(cleaning);
    }

    @Override
    public synchronized void cleaned(Cleaning before, @Nullable Long looked) {
        if (cleaning != null && cleaning.askedAt().equals(before.askedAt())) {
            cleaning = looked == null ? null : new Cleaning(before.askedAt(), looked);
        }
    }

    private static Due.OfEndpoint key(Noted noted) {
        return new Due.OfEndpoint(noted.app(), noted.endpoint());
    }
}
