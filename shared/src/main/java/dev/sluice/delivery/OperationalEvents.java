package dev.sluice.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.Subscriptions;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.EventId;
import dev.sluice.event.EventTypes;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.RejectionId;
import dev.sluice.event.Source;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Timestamps;
import dev.sluice.telemetry.LogLine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application's operator endpoints what is done with its other endpoints, by the way of all events: {@code docs/contract.md},
 * "Operational events". What is told again is the same event. Never throws: what is told of has been done. Safe for use by many threads.
 */
public final class OperationalEvents {

    /** How long after it something is told once more by whoever meets its consequences, should its teller have died. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 1_000;

    private final Subscriptions subscriptions;
    private final Acceptor acceptor;
    private final Set<EventId> toldHere = ConcurrentHashMap.newKeySet();

    public OperationalEvents(Subscriptions subscriptions, Acceptor acceptor) {
        this.subscriptions = subscriptions;
        this.acceptor = acceptor;
    }

    /**
     * An endpoint is disabled.
     *
     * @param endpoint as it is now
     */
    public void disabled(Endpoint endpoint, Instant now) {
        DisabledReason reason = endpoint.disabledReason();
        Instant since = endpoint.statusSince();
        if (endpoint.status() != EndpointStatus.DISABLED || reason == null || since == null || isLongAgo(since, now)) {
            return;
        }
        tell(
                new Occurrence(
                        endpoint.app(), endpoint.id(), EventTypes.ENDPOINT_DISABLED, key(endpoint.id(), since), since),
                out -> {
                    out.writeStringField("endpoint", endpoint.id().value());
                    out.writeStringField("reason", reason.code());
                    out.writeStringField("disabled_at", Timestamps.format(since));
                },
                now);
    }

    /**
     * A breaker is open.
     *
     * @param breaker as it is now
     */
    public void breakerOpened(Endpoint endpoint, Breaker breaker, Instant now) {
        Instant opened = breaker.countedAt();
        Instant since = breaker.failingSince();
        if (!breaker.isOpen() || breaker.probes() > 0 || opened == null || since == null || isLongAgo(opened, now)) {
            return; // with its first probe, what began its row of failures may change
        }
        tell(
                new Occurrence(
                        endpoint.app(),
                        endpoint.id(),
                        EventTypes.ENDPOINT_BREAKER_OPENED,
                        key(endpoint.id(), since),
                        opened),
                out -> {
                    out.writeStringField("endpoint", endpoint.id().value());
                    out.writeStringField("failing_since", Timestamps.format(since));
                    out.writeStringField("probe_at", Timestamps.format(breaker.probeAt()));
                },
                now);
    }

    /**
     * A breaker has closed.
     *
     * @param before as it was, open
     */
    public void breakerClosed(Endpoint endpoint, Breaker before, Instant now) {
        Instant since = Objects.requireNonNullElse(before.failingSince(), now);
        tell(
                new Occurrence(
                        endpoint.app(),
                        endpoint.id(),
                        EventTypes.ENDPOINT_BREAKER_CLOSED,
                        key(endpoint.id(), since),
                        now),
                out -> {
                    out.writeStringField("endpoint", endpoint.id().value());
                    out.writeStringField("failing_since", Timestamps.format(since));
                },
                now);
    }

    /** A delivery is dead. */
    public void exhausted(Delivery delivery, Instant now) {
        if (!(delivery.status() instanceof Status.Dead(Cause cause, Instant at))) {
            return;
        }
        tell(
                of(delivery, EventTypes.DELIVERY_EXHAUSTED, at),
                out -> {
                    write(out, delivery);
                    out.writeObjectFieldStart("cause");
                    out.writeStringField("reason", cause.reason().code());
                    if (cause.failure() != null) {
                        out.writeStringField("failure", cause.failure());
                    }
                    if (cause.status() != null) {
                        out.writeNumberField("status", cause.status());
                    }
                    out.writeEndObject();
                    out.writeStringField("dead_at", Timestamps.format(at));
                },
                now);
    }

    /** A delivery was delivered; of interest if the series before it did not. */
    public void delivered(Delivery delivery, Instant now) {
        if (!(delivery.status() instanceof Status.Delivered(Instant at)) || !isRecovered(delivery)) {
            return;
        }
        tell(
                of(delivery, EventTypes.DELIVERY_RECOVERED, at),
                out -> {
                    write(out, delivery);
                    out.writeStringField("delivered_at", Timestamps.format(at));
                },
                now);
    }

    /** As far as its log goes back: a replay of what was delivered recovers nothing. */
    private static boolean isRecovered(Delivery delivery) {
        return delivery.series() > 1
                && delivery.log().stream()
                        .filter(attempt -> attempt.series() < delivery.series())
                        .reduce((_, last) -> last)
                        .filter(Attempt::isSuccess)
                        .isEmpty();
    }

    /**
     * An input is in quarantine.
     *
     * @param source its source, null where it came by no source's address
     */
    public void rejected(RejectedInput input, RejectionId id, @Nullable String source, Instant now) {
        AppId app = input.app();
        if (app == null) {
            return; // nobody's: nobody is told
        }
        tell(
                new Occurrence(app, null, EventTypes.SOURCE_REJECTED, id.value(), input.receivedAt()),
                out -> {
                    out.writeStringField("quarantine", id.value());
                    out.writeStringField("door", input.door().code());
                    if (source != null) {
                        out.writeStringField("source", source);
                    }
                    out.writeStringField("reason", input.reason());
                    out.writeStringField("received_at", Timestamps.format(input.receivedAt()));
                },
                now);
    }

    /**
     * @param about the endpoint that it is about, null for none
     * @param key within its type
     */
    private record Occurrence(AppId app, @Nullable EndpointId about, String type, String key, Instant at) {}

    private static Occurrence of(Delivery delivery, String type, Instant at) {
        return new Occurrence(
                delivery.key().app(),
                delivery.key().id().endpoint(),
                type,
                delivery.key().id() + "|" + delivery.series(),
                at);
    }

    private static String key(EndpointId endpoint, Instant since) {
        return endpoint + "|" + since.toEpochMilli();
    }

    private static boolean isLongAgo(Instant time, Instant now) {
        return time.plus(FRESH).isBefore(now);
    }

    /** The inside of an event's data. */
    @FunctionalInterface
    private interface Facts {
        void write(JsonGenerator out) throws IOException;
    }

    private static void write(JsonGenerator out, Delivery delivery) throws IOException {
        MessageId id = delivery.key().id();
        out.writeStringField("delivery", id.toString());
        out.writeStringField("event", id.event().value());
        out.writeStringField("type", delivery.type());
        out.writeStringField("endpoint", id.endpoint().value());
        out.writeNumberField("series", delivery.series());
        out.writeNumberField("attempts_made", delivery.attempts());
    }

    private void tell(Occurrence occurrence, Facts facts, Instant now) {
        try {
            Event event = event(occurrence, facts, now);
            if (toldHere.contains(event.id())) {
                return;
            }
            if (isWanted(occurrence)) {
                acceptor.accept(event, now);
            }
            remember(event.id()); // also that nobody wants it, which costs a read to find out
        } catch (RuntimeException e) {
            LogLine.error("operational_failed")
                    .with("application", occurrence.app())
                    .with("type", occurrence.type())
                    .with(e)
                    .print();
        }
    }

    private boolean isWanted(Occurrence occurrence) {
        List<Endpoint> operators =
                subscriptions.of(occurrence.app(), Audience.OPERATOR).orElse(List.of());
        return operators.stream().noneMatch(each -> each.id().equals(occurrence.about()))
                && operators.stream()
                        .anyMatch(each -> each.settings().subscription().matches(occurrence.type()));
    }

    private void remember(EventId id) {
        if (toldHere.size() >= MOST_REMEMBERED) {
            toldHere.clear();
        }
        toldHere.add(id);
    }

    private static Event event(Occurrence occurrence, Facts facts, Instant now) {
        Instant at = occurrence.at().truncatedTo(ChronoUnit.MILLIS);
        String key = occurrence.type() + "|" + occurrence.key();
        EventId id = EventId.of(occurrence.app(), Source.OURS, key, at, now);
        String data = Json.write(out -> {
            out.writeStartObject();
            facts.write(out);
            out.writeEndObject();
        });
        return new Event(
                id, occurrence.app(), occurrence.type(), at, new Source(Source.OURS, key, null, null, false), data);
    }
}
