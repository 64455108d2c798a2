package dev.sluice.delivery;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events in a map; expired ones read as absent. */
public final class InMemoryEventStore implements EventStore {

    private final InstantSource clock;
    private final Duration retention;
    private final Map<EventKey, Kept> events = new HashMap<>();
    private final Map<Instant, Set<EventKey>> marked = new HashMap<>();

    private record Kept(AcceptedEvent event, String sourceKey, List<EndpointId> endpoints, Instant expires) {}

    /** @param retention how long an event is kept from its acceptance */
    public InMemoryEventStore(Duration retention, InstantSource clock) {
        this.retention = retention;
        this.clock = clock;
    }

    @Override
    public synchronized Stored put(Event event, Instant acceptedAt, List<EndpointId> endpoints) {
        AcceptedEvent accepted = AcceptedEvent.of(event, acceptedAt, endpoints);
        if (accepted.isOffItsTime()) {
            marked.computeIfAbsent(acceptedAt.truncatedTo(ChronoUnit.MINUTES), minute -> new LinkedHashSet<>())
                    .add(accepted.key());
        }
        Kept there = events.get(accepted.key());
        if (there != null && isLive(there)) {
            return there.sourceKey().equals(event.source().key())
                    ? new Stored.Duplicate(there.event())
                    : new Stored.Collision(there.event());
        }
        // Whole seconds, as a time to live has them.
        Instant expires = acceptedAt.plus(retention).truncatedTo(ChronoUnit.SECONDS);
        events.put(
                accepted.key(),
                new Kept(withoutSourceKey(accepted), event.source().key(), List.copyOf(endpoints), expires));
        return new Stored.New(accepted);
    }

    @Override
    public synchronized Optional<AcceptedEvent> find(EventKey key) {
        return kept(key).map(Kept::event);
    }

    @Override
    public synchronized Set<EventKey> kept(Collection<EventKey> keys) {
        return keys.stream().filter(key -> kept(key).isPresent()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized List<EndpointId> endpoints(EventKey key, int from, int to) {
        List<EndpointId> all = kept(key).map(Kept::endpoints).orElse(List.of());
        int end = Math.min(to, all.size());
        return all.subList(Math.min(from, end), end);
    }

    @Override
    public synchronized List<AcceptedEvent> list(AppId app, @Nullable EventId before, int limit) {
        return live().filter(event -> event.event().app().equals(app))
                .filter(event -> before == null || event.event().id().value().compareTo(before.value()) < 0)
                .sorted(Comparator.comparing(
                                (AcceptedEvent event) -> event.event().id().value())
                        .reversed())
                .limit(limit)
                .toList();
    }

    /** Every event, in no order. */
    public synchronized List<AcceptedEvent> all() {
        return live().toList();
    }

    /** The events that were put in a minute and are off their time. */
    public synchronized List<EventKey> marked(Instant minute) {
        return List.copyOf(marked.getOrDefault(minute, Set.of()));
    }

    private Optional<Kept> kept(EventKey key) {
        return Optional.ofNullable(events.get(key)).filter(this::isLive);
    }

    private Stream<AcceptedEvent> live() {
        return events.values().stream().filter(this::isLive).map(Kept::event);
    }

    private boolean isLive(Kept kept) {
        return clock.instant().isBefore(kept.expires());
    }

    private static AcceptedEvent withoutSourceKey(AcceptedEvent accepted) {
        Event event = accepted.event();
        Source source = event.source();
        Source kept = new Source(
                source.kind(), "", source.envelope(), source.snsMessageId(), source.timeReplaced(), source.trace());
        return new AcceptedEvent(
                new Event(event.id(), event.app(), event.type(), event.createdAt(), kept, event.data()),
                accepted.acceptedAt(),
                accepted.endpointCount(),
                accepted.firstEndpoints());
    }
}
