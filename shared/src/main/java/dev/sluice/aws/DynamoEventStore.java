package dev.sluice.aws;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Events in DynamoDB. */
public final class DynamoEventStore implements EventStore {

    private static final Duration MARKER_KEPT = Duration.ofDays(1);
    private static final int PAGE = AcceptedEvent.FIRST;

    private final Table table;
    private final Duration retention;
    private final RandomGenerator random;

    /** @param retention how long an event is kept from its acceptance */
    public DynamoEventStore(Table table, Duration retention, RandomGenerator random) {
        this.table = table;
        this.retention = retention;
        this.random = random;
    }

    @Override
    public Stored put(Event event, Instant acceptedAt, List<EndpointId> endpoints) {
        AcceptedEvent accepted = AcceptedEvent.of(event, acceptedAt, endpoints);
        Instant expires = acceptedAt.plus(retention);
        // Pages and marker first: when the event can be read, all of it can. Those of a put that loses expire unread.
        String generation = endpoints.size() > PAGE ? writePages(accepted.key(), endpoints, expires) : null;
        if (accepted.isOffItsTime()) {
            table.put(Row.of(Keys.marker(accepted.key(), acceptedAt)).expires(acceptedAt.plus(MARKER_KEPT)));
        }
        Optional<Map<String, AttributeValue>> there = table.putIfAbsent(EventRow.write(accepted, generation, expires));
        if (there.isEmpty()) {
            return new Stored.New(accepted);
        }
        AcceptedEvent stored = EventRow.read(there.get());
        return EventRow.isSameOccurrence(there.get(), event)
                ? new Stored.Duplicate(stored)
                : new Stored.Collision(stored);
    }

    @Override
    public Optional<AcceptedEvent> find(EventKey key) {
        return table.get(Keys.event(key)).map(EventRow::read);
    }

    @Override
    public Set<EventKey> kept(Collection<EventKey> keys) {
        Map<Keys.Key, EventKey> wanted = new HashMap<>();
        keys.forEach(key -> wanted.put(Keys.event(key), key));
        return table.live(wanted.keySet()).stream().map(wanted::get).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<EndpointId> endpoints(EventKey key, int from, int to) {
        Optional<Map<String, AttributeValue>> found = table.get(Keys.event(key));
        if (found.isEmpty()) {
            return List.of();
        }
        AcceptedEvent event = EventRow.read(found.get());
        int end = Math.min(to, event.endpointCount());
        if (from >= end) {
            return List.of();
        }
        if (end <= PAGE) {
            return event.firstEndpoints().subList(from, end);
        }
        List<EndpointId> pages = readPages(key, EventRow.generation(found.get()), from / PAGE, (end - 1) / PAGE);
        int offset = from / PAGE * PAGE;
        return pages.subList(from - offset, end - offset);
    }

    @Override
    public List<AcceptedEvent> list(AppId app, @Nullable EventId before, int limit) {
        return NewestFirst.of(
                        table,
                        Keys.eventPartitions(app),
                        Optional.ofNullable(before).map(EventId::bare),
                        limit)
                .stream()
                .map(EventRow::read)
                .toList();
    }

    /** Pages 0, 1, … of the whole list, of which page 0 stands on the event's row. */
    private String writePages(EventKey key, List<EndpointId> endpoints, Instant expires) {
        String generation = Integer.toHexString(random.nextInt());
        for (int page = 1; page * PAGE < endpoints.size(); page++) {
            List<String> ids = endpoints.subList(page * PAGE, Math.min((page + 1) * PAGE, endpoints.size())).stream()
                    .map(EndpointId::bare)
                    .toList();
            table.put(Row.of(Keys.endpointPage(key, generation, page))
                    .put("e", ids)
                    .expires(expires));
        }
        return generation;
    }

    private List<EndpointId> readPages(EventKey key, @Nullable String generation, int first, int last) {
        List<Keys.Key> keys = IntStream.rangeClosed(first, last)
                .mapToObj(
                        page -> page == 0 ? Keys.event(key) : Keys.endpointPage(key, String.valueOf(generation), page))
                .toList();
        Map<Keys.Key, Map<String, AttributeValue>> rows = table.get(keys, true);
        List<EndpointId> endpoints = new ArrayList<>();
        for (Keys.Key page : keys) {
            Map<String, AttributeValue> row = rows.get(page);
            if (row == null) {
                throw new IllegalStateException("a page of the event's endpoints is missing: " + page);
            }
            Row.texts(row, "e").stream().map(EndpointId::ofBare).forEach(endpoints::add);
        }
        return endpoints;
    }
}
