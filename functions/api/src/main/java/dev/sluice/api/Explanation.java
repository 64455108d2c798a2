package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.Endpoint.DisabledReason;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.json.Timestamps;
import dev.sluice.wake.Audit;
import dev.sluice.wake.WakeLoop;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why an endpoint has got an event, has not, or has not yet: pure functions of what is stored, in the codes of {@code docs/contract.md},
 * "Explain". Not thread-safe while its facts are added.
 *
 * @param delivery null where there was never to be one
 */
record Explanation(
        EndpointId endpoint,
        String reason,
        String message,
        @Nullable MessageId delivery,
        Map<String, Object> facts) {

    private static Explanation of(DeliveryKey key, String reason, String message) {
        return new Explanation(key.id().endpoint(), reason, message, key.id(), new LinkedHashMap<>());
    }

    private static Explanation of(Endpoint endpoint, String reason, String message) {
        return new Explanation(endpoint.id(), reason, message, null, new LinkedHashMap<>());
    }

    private Explanation with(String name, @Nullable Object value) {
        if (value != null) {
            facts.put(name, value instanceof Instant time ? Timestamps.format(time) : value);
        }
        return this;
    }

    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("endpoint", endpoint.value());
        out.writeStringField("reason", reason);
        out.writeStringField("message", message);
        if (delivery != null) {
            out.writeStringField("delivery", delivery.toString());
        }
        for (Map.Entry<String, Object> fact : facts.entrySet()) {
            out.writeFieldName(fact.getKey());
            writeValue(out, fact.getValue());
        }
        out.writeEndObject();
    }

    private static void writeValue(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case Integer number -> out.writeNumber(number);
            case Collection<?> texts -> {
                out.writeStartArray();
                for (Object text : texts) {
                    out.writeString(String.valueOf(text));
                }
                out.writeEndArray();
            }
            case Cause cause -> DeliveryJson.write(out, cause);
            default -> out.writeString(value.toString());
        }
    }

    /**
     * For an endpoint that the event was accepted for.
     *
     * @param row null where nothing is written of the delivery
     * @param known the endpoint as it is now, nothing if it is deleted; its breaker is asked only for what is held
     */
    static Explanation ofIntended(
            AcceptedEvent event,
            DeliveryKey key,
            @Nullable Delivery row,
            Optional<HealthStore.Known> known,
            Instant now) {
        if (row == null) {
            return known.isEmpty()
                    ? deleted(key, 0)
                    : queued(event, key, known.get().endpoint(), now);
        }
        return switch (row.status()) {
            case Status.Delivered(Instant at) ->
                of(key, "delivered", "It has the event, by attempt " + row.attempts() + ".")
                        .with("delivered_at", at)
                        .with("attempts_made", row.attempts());
            case Status.Dead(Cause cause, Instant at) ->
                of(
                                key,
                                "dead",
                                "It will not get the event (" + cause.reason().code()
                                        + ") unless it is redriven: POST /v1/deliveries/" + key.id() + "/redrive.")
                        .with("cause", cause)
                        .with("dead_at", at)
                        .with("attempts_made", row.attempts());
            case Status.Canceled(String why, Instant at) -> canceled(key, row, why, at);
            case Status.Pending(Instant at) ->
                known.isEmpty() ? deleted(key, row.attempts()) : pending(key, row, at, now);
            case Status.Held held -> known.isEmpty() ? deleted(key, row.attempts()) : held(row, held, known.get(), now);
        };
    }

    private static Explanation deleted(DeliveryKey key, int attempts) {
        return of(key, "endpoint_deleted", "The endpoint was deleted before it got the event.")
                .with("attempts_made", attempts);
    }

    private static Explanation canceled(DeliveryKey key, Delivery row, String why, Instant at) {
        boolean isFailedTest = why.equals(Status.Canceled.TEST_FAILED);
        Explanation explanation = of(
                        key,
                        "canceled",
                        isFailedTest
                                ? "The endpoint did not take the test, which is one attempt."
                                : "The delivery was called off (" + why + ").")
                .with("cancel_reason", why)
                .with("canceled_at", at);
        return isFailedTest ? explanation.with("attempts_made", row.attempts()).withFailure(row) : explanation;
    }

    private static Explanation queued(AcceptedEvent event, DeliveryKey key, Endpoint endpoint, Instant now) {
        Instant audit = Audit.looksAt(event.acceptedAt());
        return of(
                        key,
                        "queued",
                        audit.isAfter(now)
                                ? "No attempt was made yet: its message is in the queue, and the audit looks at it at "
                                        + Timestamps.format(audit) + "."
                                : "No attempt was made yet: its message is in the queue, where the audit put it again if it was lost.")
                .with("audit_at", audit)
                .with("endpoint_status", endpoint.status().code());
    }

    private static Explanation pending(DeliveryKey key, Delivery row, Instant at, Instant now) {
        Explanation explanation = at.isAfter(now)
                ? of(
                                key,
                                "waiting",
                                "The next attempt is made at " + Timestamps.format(at) + ", after " + row.attempts()
                                        + " that failed.")
                        .with("next_attempt_at", at)
                : of(key, "due", "An attempt is due: a message for it is on its way.")
                        .with("due_at", at);
        return explanation.with("attempts_made", row.attempts()).withFailure(row);
    }

    private Explanation withFailure(Delivery row) {
        if (row.log().isEmpty() || row.log().getLast().isSuccess()) {
            return this;
        }
        Attempt last = row.log().getLast();
        return with(
                        "failure",
                        last.failure() == null ? "status" : last.failure().code())
                .with("status", last.status());
    }

    private static Explanation held(Delivery row, Status.Held held, HealthStore.Known known, Instant now) {
        DeliveryKey key = row.key();
        Endpoint endpoint = known.endpoint();
        Breaker breaker = known.health().breaker();
        if (endpoint.status() != EndpointStatus.ACTIVE) {
            return closed(key, held, endpoint);
        }
        if (breaker.isOpen()) {
            return of(
                            key,
                            HoldReason.BREAKER.code(),
                            "The endpoint fails: one delivery is tried from " + Timestamps.format(breaker.probeAt())
                                    + " on, and all once two have arrived.")
                    .with("held_since", held.since())
                    .with("probe_at", breaker.probeAt())
                    .with("failing_since", breaker.failingSince());
        }
        if (held.reason().isOfSecrets() && !known.mayOpenSecretsSince(held.since())) {
            Instant since = Objects.requireNonNull(row.heldSince()); // of the first try, not the last
            return of(
                            key,
                            held.reason().code(),
                            held.reason() == HoldReason.KMS
                                    ? "KMS did not answer, so the endpoint's secrets could not be opened: one delivery is tried each minute."
                                    : "A secret or header of the endpoint cannot be used: another secret, or any change of the endpoint, has it tried again.")
                    .with("held_since", since)
                    .with("dead_at_latest", since.plus(WakeLoop.LONGEST_HOLD));
        }
        Instant end = held.since().plus(WakeLoop.LONGEST_HOLD);
        if (held.reason() == HoldReason.RATE && endpoint.settings().rateLimit() != null) {
            return of(
                            key,
                            held.reason().code(),
                            "The endpoint gets more than its rate allows: each minute as many are sent as there are places.")
                    .with("held_since", held.since())
                    .with("rate_limit", endpoint.settings().rateLimit())
                    .with("dead_at_latest", end);
        }
        String code = held.reason().code();
        boolean isAskedFor = held.reason() == HoldReason.REDRIVE || held.reason() == HoldReason.REPLAY;
        return of(
                        key,
                        "releasing",
                        (isAskedFor
                                        ? "It is to be sent once more (" + code + "):"
                                        : "What held it (" + code + ") is gone:")
                                + " it goes within minutes, the longest held first.")
                .with("hold_reason", held.reason().code())
                .with("held_since", held.since());
    }

    private static Explanation closed(DeliveryKey key, Status.Held held, Endpoint endpoint) {
        DisabledReason by = endpoint.disabledReason();
        String who = by == null
                ? ""
                : switch (by) {
                    case REQUEST -> " by a person";
                    case GONE -> " by its receiver, which answered 410";
                    case FAILING -> " by us, after days of nothing but failures";
                };
        Instant end = held.since().plus(WakeLoop.LONGEST_HOLD);
        return of(
                        key,
                        endpoint.status().code(),
                        "The endpoint is " + endpoint.status().code() + who
                                + ": the event is sent within minutes of its being active again, and is dead at "
                                + Timestamps.format(end) + " otherwise.")
                .with("held_since", held.since())
                .with("status_since", endpoint.statusSince())
                .with("disabled_reason", by == null ? null : by.code())
                .with("dead_at_latest", end);
    }

    /** For an endpoint that the event was not accepted for. */
    static Explanation ofOther(AcceptedEvent event, Endpoint endpoint) {
        String type = event.event().type();
        List<String> patterns = endpoint.settings().subscription().patterns();
        if (event.event().source().isTest()) {
            return of(endpoint, "test_of_another", "The event is a test of another endpoint.");
        }
        if (endpoint.audience() != Audience.of(event.event())) {
            return of(
                            endpoint,
                            "other_audience",
                            "Operator endpoints get operational events and nothing else; other endpoints get none of them.")
                    .with("audience", endpoint.audience().code());
        }
        if (endpoint.createdAt().isAfter(event.acceptedAt())) {
            return of(endpoint, "created_later", "The endpoint was made after the event was accepted.")
                    .with("created_at", endpoint.createdAt());
        }
        if (endpoint.settings().subscription().matches(type)) {
            return of(
                            endpoint,
                            "subscribed_later",
                            "The endpoint wants " + type + " now, but did not when the event was accepted.")
                    .with("event_types", patterns);
        }
        return of(
                        endpoint,
                        "not_subscribed",
                        "None of the endpoint's patterns is one for " + type + "; " + type + " would be.")
                .with("event_types", patterns)
                .with("would_match", wouldMatch(type));
    }

    /** The exact type, and the widest pattern of its first word; of a type of one word only the former. */
    private static List<String> wouldMatch(String type) {
        int stop = type.indexOf('.');
        return Stream.of(type, stop < 0 ? "" : type.substring(0, stop) + ".*")
                .filter(pattern -> !pattern.isEmpty())
                .toList();
    }
}
