package dev.sluice.api;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.MessageId;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deliveries} and {@code /v1/endpoints/{id}/deliveries}. */
final class Deliveries {

    private final DeliveryStore deliveries;
    private final EventStore events;
    private final EndpointStore endpoints;

    Deliveries(Dispatch dispatch) {
        this.deliveries = dispatch.deliveries();
        this.events = dispatch.events();
        this.endpoints = dispatch.endpoints();
    }

    Answer get(AppId app, Request request) {
        Delivery delivery = Optional.of(request.id())
                .filter(MessageId::isValid)
                .flatMap(text -> find(new DeliveryKey(app, MessageId.parse(text))))
                .orElseThrow(() -> Refusal.notFound("delivery"));
        return Answer.json(200, out -> DeliveryJson.write(out, delivery));
    }

    private Optional<Delivery> find(DeliveryKey key) {
        DeliveryStore.Rows rows = deliveries.readWithEvents(List.of(key));
        Delivery row = rows.deliveries().get(key);
        if (row != null) {
            return Optional.of(row);
        }
        return Optional.ofNullable(rows.events().get(key.event()))
                .filter(event -> isFor(event, key.id().endpoint()))
                .map(event -> orFirst(null, key, event));
    }

    private boolean isFor(AcceptedEvent event, EndpointId endpoint) {
        return event.firstEndpoints().contains(endpoint)
                || event.endpointCount() > AcceptedEvent.FIRST
                        && events.endpoints(event.key(), AcceptedEvent.FIRST, event.endpointCount())
                                .contains(endpoint);
    }

    Answer ofEndpoint(AppId app, Request request) {
        EndpointId endpoint = Endpoints.id(request);
        if (endpoints.find(app, endpoint).isEmpty()) {
            throw Refusal.notFound("endpoint");
        }
        Paging paging = Paging.of(request, "delivery", EventId::isValid);
        String before = paging.after();
        return paging.answer(
                deliveries.list(app, endpoint, before == null ? null : new EventId(before), paging.reading()),
                delivery -> delivery.key().id().event().value(),
                DeliveryJson::write);
    }

    /** A delivery's row; where there is none yet, the delivery as its first attempt will find it: pending since its acceptance. */
    static Delivery orFirst(@Nullable Delivery row, DeliveryKey key, AcceptedEvent event) {
        return row == null ? Delivery.first(key, 1, event, event.acceptedAt()) : row;
    }
}
