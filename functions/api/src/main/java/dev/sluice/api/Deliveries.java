package dev.sluice.api;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/deliveries} and {@code /v1/endpoints/{id}/deliveries}. */
final class Deliveries {

    private final DeliveryStore deliveries;
    private final EventStore events;
    private final EndpointStore endpoints;
    private final InstantSource clock;

    Deliveries(Dispatch dispatch, InstantSource clock) {
        this.deliveries = dispatch.deliveries();
        this.events = dispatch.events();
        this.endpoints = dispatch.endpoints();
        this.clock = clock;
    }

    Answer get(AppId app, Request request) {
        Delivery delivery = find(key(app, request)).delivery();
        return Answer.json(200, out -> DeliveryJson.write(out, delivery));
    }

    /** Calls a delivery off, if it has not come to its end. */
    Answer cancel(AppId app, Request request) {
        DeliveryKey key = key(app, request);
        Found canceled = Changes.make(
                "delivery",
                find(key),
                () -> find(key),
                this::canceled,
                (before, after) -> after == before || deliveries.write(before.row(), after.delivery()));
        return Answer.json(200, out -> DeliveryJson.write(out, canceled.delivery()));
    }

    /** The same where it is canceled already. */
    private Found canceled(Found found) {
        Delivery delivery = found.delivery();
        if (delivery.status() instanceof Status.Canceled) {
            return found;
        }
        if (delivery.status().isAbsorbing()) {
            throw Refusal.of(
                    Reason.DELIVERY_FINAL,
                    "the delivery is " + delivery.status().code() + " already");
        }
        return new Found(found.row(), delivery.canceled(Status.Canceled.REQUEST, clock.instant()));
    }

    static DeliveryKey key(AppId app, Request request) {
        if (!MessageId.isValid(request.id())) {
            throw Refusal.notFound("delivery");
        }
        return new DeliveryKey(app, MessageId.parse(request.id()));
    }

    /**
     * A delivery that there is.
     *
     * @param row null where nothing was written of it yet
     */
    record Found(@Nullable Delivery row, Delivery delivery) {}

    /** @throws Refusal if there is none */
    Found find(DeliveryKey key) {
        DeliveryStore.Rows rows = deliveries.readWithEvents(List.of(key));
        Delivery row = rows.deliveries().get(key);
        if (row != null) {
            return new Found(row, row);
        }
        return Optional.ofNullable(rows.events().get(key.event()))
                .filter(event -> isFor(event, key.id().endpoint()))
                .map(event -> new Found(null, orFirst(null, key, event)))
                .orElseThrow(() -> Refusal.notFound("delivery"));
    }

    /** Whether the event was accepted for an endpoint. */
    boolean isFor(AcceptedEvent event, EndpointId endpoint) {
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
