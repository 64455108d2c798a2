package dev.sluice.api;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Acceptor;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.endpoint.UrlPolicy;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.Source;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** {@code /v1/endpoints/{id}/test}: an event for one endpoint, by the way of all events. */
final class TestEvents {

    private final EndpointStore endpoints;
    private final Acceptor acceptor;
    private final UrlPolicy urls;
    private final InstantSource clock;
    private final RandomGenerator random;

    TestEvents(Dispatch dispatch, UrlPolicy urls, InstantSource clock, RandomGenerator random) {
        this.endpoints = dispatch.endpoints();
        this.acceptor = dispatch.acceptor();
        this.urls = urls;
        this.clock = clock;
        this.random = random;
    }

    Answer send(AppId app, Request request) {
        EventInput input = EventInput.readTest(request.body());
        Endpoint endpoint = endpoints.find(app, Endpoints.id(request)).orElseThrow(() -> Refusal.notFound("endpoint"));
        requireActive(endpoint);
        EndpointInput.judged(urls, endpoint.settings().url().toString()); // last: it waits for the DNS
        Instant now = clock.instant();
        EventId id = EventId.create(now, random);
        Source source = new Source(Source.TEST, id.value(), null, null, false);
        Event event = new Event(id, app, input.type(), now, source, input.data()).traced(request.trace());
        return switch (acceptor.accept(event, now, List.of(endpoint.id()))) {
            case Acceptor.Accepted(AcceptedEvent stored, var _) -> {
                DeliveryKey key = DeliveryKey.of(app, id, endpoint.id());
                Delivery delivery = Deliveries.orFirst(null, key, stored);
                yield Answer.json(202, out -> DeliveryJson.write(out, delivery));
            }
            case Acceptor.Collision _ -> throw Refusal.of(Reason.ID_COLLISION, "another event is stored as " + id);
            case Acceptor.UnknownApplication _ -> throw Refusal.notFound("application");
        };
    }

    /** What is held would be sent some day, to whoever has long stopped waiting for it. */
    private static void requireActive(Endpoint endpoint) {
        if (endpoint.status() != EndpointStatus.ACTIVE) {
            String status = endpoint.status().code();
            throw new Refusal(
                    new Problem(Reason.ENDPOINT_NOT_ACTIVE, "the endpoint is " + status + ": it is sent nothing")
                            .detailReason(status));
        }
    }
}
