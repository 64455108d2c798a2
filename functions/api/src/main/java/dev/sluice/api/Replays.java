package dev.sluice.api;

import dev.sluice.api.Deliveries.Found;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.DeliveryStore;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.wake.SideBySide;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is sent once more: a delivery, an event, what an endpoint missed. Each as a held row of the next series. */
final class Replays {

    private static final String ENDPOINT = "endpoint";
    private static final String DRY_RUN = "dry_run";
    private static final String MISSING_ONLY = "missing_only";
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,9}");
    private static final int AT_ONCE = 100; // what one read of rows takes
    private static final int MOST_EVENTS = 1_000; // events are up to 350 KB
    private static final int MOST_ENDPOINTS = 1_000;

    /** Until then what has no row is on its way: the audit has not looked yet. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(15);

    private final DeliveryStore deliveries;
    private final EventStore events;
    private final EndpointStore endpoints;
    private final Deliveries found;
    private final Revival revival;
    private final InstantSource clock;

    Replays(Dispatch dispatch, Deliveries found, Revival revival, InstantSource clock) {
        this.deliveries = dispatch.deliveries();
        this.events = dispatch.events();
        this.endpoints = dispatch.endpoints();
        this.found = found;
        this.revival = revival;
        this.clock = clock;
    }

    Answer redrive(AppId app, Request request) {
        return again(app, request, HoldReason.REDRIVE);
    }

    Answer replay(AppId app, Request request) {
        return again(app, request, HoldReason.REPLAY);
    }

    private Answer again(AppId app, Request request, HoldReason reason) {
        DeliveryKey key = Deliveries.key(app, request);
        Found again = Changes.make(
                "delivery",
                found.find(key),
                () -> found.find(key),
                there -> again(there, reason),
                (before, after) -> after == before || isHeld(before, after));
        return Answer.json(200, out -> DeliveryJson.write(out, again.delivery()));
    }

    private boolean isHeld(Found before, Found after) {
        return revival.hold(List.of(new Revival.Change(before.row(), after.delivery())), clock.instant()) == 1;
    }

    /** The same where it is on its way. */
    private Found again(Found there, HoldReason reason) {
        Delivery delivery = there.delivery();
        DeliveryKey key = delivery.key();
        if (!delivery.status().isAbsorbing()) {
            return there;
        }
        if (reason == HoldReason.REDRIVE && !(delivery.status() instanceof Status.Dead)) {
            throw Refusal.of(
                    Reason.DELIVERY_NOT_DEAD,
                    "the delivery is " + delivery.status().code() + ": a replay sends it again all the same");
        }
        refuseTest(events.find(key.event())
                .orElseThrow(() -> Refusal.of(
                        Reason.PAYLOAD_EXPIRED,
                        "the event is not kept any more, and what was sent cannot be sent again")));
        if (endpoints.find(key.app(), key.id().endpoint()).isEmpty()) {
            throw Refusal.notFound(ENDPOINT);
        }
        return new Found(there.row(), delivery.again(reason, clock.instant()));
    }

    /** A test was meant for the moment: held, it would come to nobody who waits for it. */
    private static void refuseTest(AcceptedEvent event) {
        if (event.event().source().isTest()) {
            throw Refusal.of(Reason.TEST_EVENT, "a test is one attempt: test the endpoint once more instead");
        }
    }

    /** What a replay has done, or would do. Used by one thread. */
    private static final class Sum {
        private final boolean isDry;
        private long matched;
        private long replayed;
        private long open;

        Sum(boolean isDry) {
            this.isDry = isDry;
        }

        Answer answer(String name, @Nullable String next) {
            return Answer.json(200, out -> {
                out.writeStartObject();
                out.writeBooleanField(DRY_RUN, isDry);
                out.writeNumberField("matched", matched);
                out.writeNumberField(name, replayed);
                out.writeNumberField("open", open);
                out.writeStringField("next", next);
                out.writeEndObject();
            });
        }
    }

    /** A delivery that might be made once more. */
    private record Candidate(AcceptedEvent event, EndpointId endpoint) {
        DeliveryKey key() {
            return DeliveryKey.of(event.event().app(), event.event().id(), endpoint);
        }
    }

    Answer replayEvent(AppId app, Request request) {
        if (!EventId.isValid(request.id())) {
            throw Refusal.notFound("event");
        }
        AcceptedEvent event =
                events.find(new EventKey(app, new EventId(request.id()))).orElseThrow(() -> Refusal.notFound("event"));
        refuseTest(event);
        Fields fields = Fields.of(request.body(), Set.of(ENDPOINT, DRY_RUN));
        Sum sum = new Sum(fields.flag(DRY_RUN));
        Paging paging =
                Paging.of(request, "position", text -> POSITION.matcher(text).matches());
        Optional<String> only = fields.text(ENDPOINT);
        if (only.isPresent()) {
            replay(List.of(new Candidate(event, endpointOf(event, only.get()))), false, sum);
            return sum.answer("replayed", null);
        }
        String after = paging.after();
        int from = after == null ? 0 : Integer.parseInt(after);
        int end = Math.min(event.endpointCount(), from + MOST_ENDPOINTS);
        Effort effort = new Effort(clock);
        while (from < end && !effort.isSpent()) {
            int to = Math.min(from + AT_ONCE, end);
            List<Candidate> candidates = events.endpoints(event.key(), from, to).stream()
                    .map(endpoint -> new Candidate(event, endpoint))
                    .toList();
            replay(
                    SideBySide.those(
                            candidates,
                            each -> endpoints.find(app, each.endpoint()).isPresent()),
                    false,
                    sum);
            from = to;
        }
        return sum.answer("replayed", from < event.endpointCount() ? paging.cursor(Integer.toString(from)) : null);
    }

    private EndpointId endpointOf(AcceptedEvent event, String text) {
        AppId app = event.event().app();
        if (EndpointId.isValid(text)) {
            EndpointId endpoint = new EndpointId(text);
            if (endpoints.find(app, endpoint).isPresent()) {
                return found.find(DeliveryKey.of(app, event.event().id(), endpoint))
                        .delivery()
                        .key()
                        .id()
                        .endpoint();
            }
        }
        throw Refusal.notFound(ENDPOINT);
    }

    Answer recover(AppId app, Request request) {
        Endpoint endpoint = endpoints.find(app, Endpoints.id(request)).orElseThrow(() -> Refusal.notFound(ENDPOINT));
        Fields fields = Fields.of(request.body(), Set.of(DeadFilter.SINCE, DeadFilter.UNTIL, MISSING_ONLY, DRY_RUN));
        Instant since = Fields.time(DeadFilter.SINCE, fields.requiredText(DeadFilter.SINCE));
        Instant until = fields.text(DeadFilter.UNTIL)
                .map(text -> Fields.time(DeadFilter.UNTIL, text))
                .orElseGet(clock::instant);
        if (!since.isBefore(until)) {
            throw Fields.invalid(DeadFilter.UNTIL, "is not later than since");
        }
        boolean isMissingOnly = fields.isNull(MISSING_ONLY) || fields.flag(MISSING_ONLY);
        Sum sum = new Sum(fields.flag(DRY_RUN));
        Paging paging = Paging.of(request, "recovery", EventId::isValid);
        String after = paging.after();
        EventId before = after == null ? EventId.firstOf(until) : new EventId(after);
        EventId first = EventId.firstOf(since);
        Effort effort = new Effort(clock);
        for (int read = 0; read < MOST_EVENTS && !effort.isSpent(); read += AT_ONCE) {
            List<AcceptedEvent> page = events.list(app, before, AT_ONCE);
            List<AcceptedEvent> inRange = page.stream()
                    .takeWhile(event -> event.event().id().value().compareTo(first.value()) >= 0)
                    .toList();
            replay(
                    inRange.stream()
                            .filter(event -> isFor(endpoint, event.event()))
                            .map(event -> new Candidate(event, endpoint.id()))
                            .toList(),
                    isMissingOnly,
                    sum);
            if (inRange.size() < AT_ONCE) {
                return sum.answer("recovered", null);
            }
            before = page.getLast().event().id();
        }
        return sum.answer("recovered", paging.cursor(before.value()));
    }

    /** Whether the endpoint would get the event if it was accepted now. A test was meant for the moment, and for one endpoint. */
    private static boolean isFor(Endpoint endpoint, Event event) {
        return !event.source().isTest()
                && endpoint.audience() == Audience.of(event)
                && endpoint.settings().subscription().matches(event.type());
    }

    /** @param isMissingOnly whether what is delivered is left alone */
    private void replay(List<Candidate> candidates, boolean isMissingOnly, Sum sum) {
        Instant now = clock.instant();
        Map<DeliveryKey, Delivery> rows =
                deliveries.read(candidates.stream().map(Candidate::key).toList());
        List<Revival.Change> changes = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Delivery row = rows.get(candidate.key());
            if (row == null ? isOnItsWay(candidate, now) : !row.status().isAbsorbing()) {
                sum.open++;
            } else if (row == null) {
                Delivery first = Delivery.first(candidate.key(), 1, candidate.event(), now);
                changes.add(new Revival.Change(null, first.held(HoldReason.REPLAY, now)));
            } else if (!isMissingOnly || !(row.status() instanceof Status.Delivered)) {
                changes.add(new Revival.Change(row, row.again(HoldReason.REPLAY, now)));
            }
        }
        sum.matched += changes.size();
        if (!sum.isDry && !changes.isEmpty()) {
            sum.replayed += revival.hold(changes, now);
        }
    }

    private boolean isOnItsWay(Candidate candidate, Instant now) {
        AcceptedEvent event = candidate.event();
        return event.acceptedAt().plus(ON_ITS_WAY).isAfter(now) && found.isFor(event, candidate.endpoint());
    }
}
