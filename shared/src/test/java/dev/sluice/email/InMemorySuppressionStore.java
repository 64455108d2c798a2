package dev.sluice.email;

import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Suppressions in maps. */
public final class InMemorySuppressionStore implements SuppressionStore {

    private static final Duration TOMBSTONE_KEPT = Duration.ofDays(37);

    /** What was removed, and when. */
    private record Tombstone(Suppression removed, Instant at) {

        boolean speaksAgainst(Suppression suppression) {
            return !suppression.isManual()
                    && suppression.updatedAt().isBefore(at.plus(TOMBSTONE_KEPT).truncatedTo(ChronoUnit.SECONDS))
                    && !(suppression.at().isAfter(at) && suppression.at().isAfter(removed.at()));
        }
    }

    private final Map<AppId, TreeMap<String, Suppression>> kept = new HashMap<>();
    private final Map<AppId, Map<String, Tombstone>> tombstones = new HashMap<>();

    @Override
    public synchronized boolean put(AppId app, Suppression suppression) {
        String email = suppression.email().value();
        Tombstone tombstone = tombstones.getOrDefault(app, Map.of()).get(email);
        if (tombstone != null && tombstone.speaksAgainst(suppression)) {
            return false;
        }
        TreeMap<String, Suppression> all = kept.computeIfAbsent(app, _ -> new TreeMap<>());
        Suppression before = all.get(email);
        if (before == null) {
            all.put(email, suppression);
            tombstones.getOrDefault(app, new HashMap<>()).remove(email);
            return true;
        }
        if (suppression.at().isAfter(before.at())) {
            all.put(email, suppression.createdAt(before.createdAt()));
        }
        return false;
    }

    @Override
    public synchronized Optional<Suppression> find(AppId app, Address email) {
        return Optional.ofNullable(kept.getOrDefault(app, new TreeMap<>()).get(email.value()));
    }

    @Override
    public synchronized List<Suppression> list(AppId app, @Nullable Address after, int limit) {
        TreeMap<String, Suppression> all = kept.getOrDefault(app, new TreeMap<>());
        return (after == null ? all : all.tailMap(after.value(), false))
                .values().stream().limit(limit).toList();
    }

    @Override
    public synchronized boolean remove(AppId app, Address email, Instant now) {
        Suppression was = kept.getOrDefault(app, new TreeMap<>()).remove(email.value());
        if (was != null) {
            tombstones.computeIfAbsent(app, _ -> new HashMap<>()).put(email.value(), new Tombstone(was, now));
        }
        return was != null;
    }
}
