package dev.sluice.api;

import dev.sluice.application.IdempotencyStore;
import dev.sluice.application.IdempotencyStore.Binding;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Sha256;
import dev.sluice.event.SortableId;
import dev.sluice.event.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** {@code /v1/events}. */
final class Events {

    private static final String SOURCE = "api";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{1,255}");
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,9}");

    private final Acceptor acceptor;
    private final IdempotencyStore idempotency;
    private final EventStore events;
    private final DeliveryStore deliveries;
    private final InstantSource clock;
    private final RandomGenerator random;

    Events(Dispatch dispatch, InstantSource clock, RandomGenerator random) {
        this.acceptor = dispatch.acceptor();
        this.idempotency = dispatch.idempotency();
        this.events = dispatch.events();
        this.deliveries = dispatch.deliveries();
        this.clock = clock;
        this.random = random;
    }

    Answer post(AppId app, Request request) {
        Instant now = clock.instant();
        String body = request.body();
        EventInput input = EventInput.read(body, now);
        Instant time = input.createdAt() == null ? now : input.createdAt();
        EventId proposed = EventId.create(time, random);
        Event event = request.header(IDEMPOTENCY_KEY)
                .map(key -> event(app, bound(app, key, body, proposed, now), key, input))
                .orElseGet(() -> event(app, proposed, proposed.value(), input))
                .traced(request.trace());
        return switch (acceptor.accept(event, now)) {
            case Acceptor.Accepted(AcceptedEvent stored, boolean duplicate) ->
                Answer.json(202, out -> EventJson.writeAccepted(out, stored, duplicate));
            case Acceptor.Collision _ ->
                throw Refusal.of(Reason.ID_COLLISION, "another event is stored as " + event.id());
            case Acceptor.UnknownApplication _ -> throw Refusal.notFound("application");
        };
    }

    /** The event that the key stands for: the first request's, whether or not it got as far as storing it. */
    private EventId bound(AppId app, String key, String body, EventId proposed, Instant now) {
        if (!PRINTABLE.matcher(key).matches()) {
            throw Fields.invalid(IDEMPOTENCY_KEY, "is not 1 to 255 printable ASCII characters");
        }
        Binding mine = new Binding(proposed, Sha256.hex(body));
        Binding bound = idempotency.bind(app, key, mine, now);
        if (!bound.bodyHash().equals(mine.bodyHash())) {
            throw Refusal.of(
                    Reason.IDEMPOTENCY_CONFLICT,
                    IDEMPOTENCY_KEY,
                    IDEMPOTENCY_KEY + " was sent with another body in the last 24 hours, for " + bound.event());
        }
        return bound.event();
    }

    /** With the time inside its id, so that a retry, which is later, makes the same event. */
    private static Event event(AppId app, EventId id, String sourceKey, EventInput input) {
        Instant createdAt = Instant.ofEpochMilli(SortableId.epochMillis(id.bare()));
        Source source = new Source(SOURCE, sourceKey, null, null, false);
        return new Event(id, app, input.type(), createdAt, source, input.data());
    }

    Answer list(AppId app, Request request) {
        Paging paging = Paging.of(request, "event", EventId::isValid);
        String before = paging.after();
        return paging.answer(
                events.list(app, before == null ? null : new EventId(before), paging.reading()),
                event -> event.event().id().value(),
                EventJson::writeListed);
    }

    /** One event with a stretch of its deliveries, in the order of its endpoint list. */
    Answer get(AppId app, Request request) {
        if (!EventId.isValid(request.id())) {
            throw Refusal.notFound("event");
        }
        AcceptedEvent event =
                events.find(new EventKey(app, new EventId(request.id()))).orElseThrow(() -> Refusal.notFound("event"));
        Paging paging =
                Paging.of(request, "position", text -> POSITION.matcher(text).matches(), Paging.MOST);
        String after = paging.after();
        int from = after == null ? 0 : Integer.parseInt(after) + 1;
        List<Row> rows = rows(event, from, Math.min(from + paging.reading(), event.endpointCount()));
        return Answer.json(200, out -> {
            out.writeStartObject();
            EventJson.fieldsWithData(out, event);
            paging.write(
                    out,
                    "deliveries",
                    rows,
                    row -> Integer.toString(row.position()),
                    (to, row) -> DeliveryJson.write(to, row.delivery()));
            out.writeEndObject();
        });
    }

    /** @param position in the event's endpoint list */
    private record Row(int position, Delivery delivery) {}

    private List<Row> rows(AcceptedEvent event, int from, int to) {
        if (from >= to) {
            return List.of();
        }
        List<EndpointId> endpoints = to <= event.firstEndpoints().size()
                ? event.firstEndpoints().subList(from, to)
                : events.endpoints(event.key(), from, to);
        List<DeliveryKey> keys = endpoints.stream()
                .map(endpoint -> DeliveryKey.of(event.key().app(), event.key().event(), endpoint))
                .toList();
        Map<DeliveryKey, Delivery> found = deliveries.read(keys);
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new Row(from + i, Deliveries.orFirst(found.get(keys.get(i)), keys.get(i), event)))
                .toList();
    }
}
