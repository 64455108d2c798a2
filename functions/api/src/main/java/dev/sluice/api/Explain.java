package dev.sluice.api;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.Health;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.event.json.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/events/{id}/explain}: why each endpoint of the application has got an event, has not, or has not yet. */
final class Explain {

    private final EventStore events;
    private final EndpointStore endpoints;
    private final HealthStore health;
    private final DeliveryStore deliveries;
    private final InstantSource clock;

    Explain(Dispatch dispatch, InstantSource clock) {
        this.events = dispatch.events();
        this.endpoints = dispatch.endpoints();
        this.health = dispatch.health();
        this.deliveries = dispatch.deliveries();
        this.clock = clock;
    }

    Answer get(AppId app, Request request) {
        if (!EventId.isValid(request.id())) {
            throw Refusal.notFound("event");
        }
        AcceptedEvent event =
                events.find(new EventKey(app, new EventId(request.id()))).orElseThrow(() -> Refusal.notFound("event"));
        Paging paging = Paging.of(request, "endpoint", EndpointId::isValid);
        List<Explanation> page = page(event, paging);
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeStringField("event", event.event().id().value());
            out.writeStringField("type", event.event().type());
            out.writeStringField("accepted_at", Timestamps.format(event.acceptedAt()));
            paging.write(
                    out,
                    "data",
                    page,
                    explanation -> explanation.endpoint().value(),
                    (to, explanation) -> explanation.write(to));
            out.writeEndObject();
        });
    }

    private List<Explanation> page(AcceptedEvent event, Paging paging) {
        Map<EndpointId, Endpoint> current =
                endpoints.list(event.key().app()).stream().collect(Collectors.toMap(Endpoint::id, Function.identity()));
        Set<EndpointId> intended = new HashSet<>(intended(event));
        String after = paging.after();
        List<EndpointId> shown = Stream.concat(intended.stream(), current.keySet().stream())
                .distinct()
                .filter(id -> after == null || id.value().compareTo(after) > 0)
                .sorted(Comparator.comparing(EndpointId::value))
                .limit(paging.reading())
                .toList();
        // Of every endpoint: a recovery sends an event to one that it was not accepted for.
        Map<DeliveryKey, Delivery> rows =
                deliveries.read(shown.stream().map(id -> key(event, id)).toList());
        Instant now = clock.instant();
        return shown.stream()
                .map(id -> intended.contains(id) || rows.containsKey(key(event, id))
                        ? ofIntended(event, key(event, id), rows.get(key(event, id)), current.get(id), now)
                        : Explanation.ofOther(event, Objects.requireNonNull(current.get(id))))
                .toList();
    }

    private List<EndpointId> intended(AcceptedEvent event) {
        return event.endpointCount() <= AcceptedEvent.FIRST
                ? event.firstEndpoints()
                : events.endpoints(event.key(), 0, event.endpointCount());
    }

    private static DeliveryKey key(AcceptedEvent event, EndpointId endpoint) {
        return DeliveryKey.of(event.key().app(), event.key().event(), endpoint);
    }

    private Explanation ofIntended(
            AcceptedEvent event, DeliveryKey key, @Nullable Delivery row, @Nullable Endpoint endpoint, Instant now) {
        // Only what is held depends on how its endpoint does.
        Optional<HealthStore.Known> known = row != null && row.status() instanceof Status.Held
                ? health.find(key.app(), key.id().endpoint())
                : Optional.ofNullable(endpoint).map(each -> new HealthStore.Known(each, Health.GOOD));
        return Explanation.ofIntended(event, key, row, known, now);
    }
}
