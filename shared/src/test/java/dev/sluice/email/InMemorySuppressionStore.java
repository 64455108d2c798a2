package dev.sluice.email;

import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Suppressions in maps. */
public final class InMemorySuppressionStore implements SuppressionStore {

    private final Map<AppId, TreeMap<String, Suppression>> kept = new HashMap<>();
    private final Map<AppId, Map<String, Instant>> removed = new HashMap<>();

    @Override
    public synchronized boolean put(AppId app, Suppression suppression) {
        String email = suppression.email().value();
        Instant gone = removed.getOrDefault(app, Map.of()).get(email);
        if (gone != null && !suppression.at().isAfter(gone)) {
            return false;
        }
        TreeMap<String, Suppression> all = kept.computeIfAbsent(app, _ -> new TreeMap<>());
        Suppression before = all.get(email);
        if (before == null) {
            all.put(email, suppression);
            return true;
        }
        if (!suppression.at().isBefore(before.at())) {
            all.put(
                    email,
                    new Suppression(
                            suppression.email(),
                            suppression.reason(),
                            before.createdAt(),
                            suppression.updatedAt(),
                            suppression.at(),
                            suppression.event(),
                            suppression.subType(),
                            suppression.feedbackType(),
                            suppression.messageId()));
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
        if (kept.getOrDefault(app, new TreeMap<>()).remove(email.value()) == null) {
            return false;
        }
        removed.computeIfAbsent(app, _ -> new HashMap<>()).put(email.value(), now);
        return true;
    }
}
