package dev.sluice.aws;

import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.AttemptResult;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.DeliveryKey;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A delivery as attributes: {@code docs/contract.md}, "Table". */
final class DeliveryRow {

    static final String STATE = "st";
    static final String SERIES = "sr";
    static final String ATTEMPTS = "n";
    static final String WAKES = "w";
    private static final String PROBES = "pr";
    private static final String BEFORE = "pe";
    private static final String HELD_SINCE = "hs";

    private DeliveryRow() {}

    static Row write(Delivery delivery, Duration retention) {
        if (delivery.isForgotten()) {
            throw new IllegalArgumentException("the delivery " + delivery.key().id() + " is pending and never wakes");
        }
        DeliveryKey key = delivery.key();
        Row row = Row.of(Keys.delivery(key))
                .put(STATE, delivery.status().code())
                .put(SERIES, delivery.series())
                .put(ATTEMPTS, delivery.attempts())
                .put("t", delivery.type())
                .put("a", delivery.acceptedAt())
                .put("u", delivery.updatedAt())
                .put(HELD_SINCE, delivery.heldSince())
                .expires(delivery.acceptedAt().plus(retention));
        if (delivery.probes() > 0) {
            row.put(PROBES, delivery.probes());
        }
        if (delivery.wakes() > 0) {
            row.put(WAKES, delivery.wakes());
        }
        if (!delivery.log().isEmpty()) {
            row.put(
                    "at",
                    AttributeValue.fromL(
                            delivery.log().stream().map(DeliveryRow::attempt).toList()));
        }
        switch (delivery.status()) {
            case Status.Pending(Instant at) -> row.put("nx", at);
            case Status.Held(HoldReason reason, Instant since, Status before) ->
                row.put("hr", reason.code())
                        .put(BEFORE, before == null ? null : end(before))
                        .put(Keys.WAKE_PARTITION, Keys.heldPartition(key))
                        .put(Keys.WAKE_TIME, since);
            case Status.Dead(Cause cause, Instant at) ->
                row.put("ca", cause(cause))
                        .put(Keys.WAKE_PARTITION, Keys.deadPartition(key))
                        .put(Keys.WAKE_TIME, at);
            case Status.Canceled canceled -> row.put("cr", canceled.reason());
            case Status.Delivered _ -> {}
        }
        Instant wakeAt = delivery.wakeAt();
        if (wakeAt != null) {
            row.put(Keys.WAKE_PARTITION, Keys.wakePartition(key.id().event())).put(Keys.WAKE_TIME, wakeAt);
        }
        return row;
    }

    static Delivery read(Map<String, AttributeValue> row) {
        Status status = status(row);
        return new Delivery(
                Keys.deliveryKey(Keys.Key.of(row)),
                Row.text(row, "t"),
                Row.time(row, "a"),
                Row.integer(row, SERIES),
                Row.integer(row, ATTEMPTS),
                count(row, PROBES),
                status,
                log(row),
                Row.timeOrNull(row, HELD_SINCE),
                count(row, WAKES),
                status instanceof Status.Pending ? Row.timeOrNull(row, Keys.WAKE_TIME) : null,
                Row.time(row, "u"));
    }

    private static int count(Map<String, AttributeValue> row, String name) {
        return Row.numberIfAny(row, name).map(Math::toIntExact).orElse(0);
    }

    private static Status status(Map<String, AttributeValue> row) {
        Instant updated = Row.time(row, "u");
        String state = Row.text(row, STATE);
        return switch (state) {
            case "pending" -> new Status.Pending(Row.time(row, "nx"));
            case "held" ->
                new Status.Held(
                        HoldReason.ofCode(Row.text(row, "hr")),
                        Row.time(row, Keys.WAKE_TIME),
                        row.containsKey(BEFORE) ? end(Row.map(row, BEFORE)) : null);
            case "delivered" -> new Status.Delivered(updated);
            case "dead" -> new Status.Dead(cause(Row.map(row, "ca")), Row.time(row, Keys.WAKE_TIME));
            case "canceled" -> new Status.Canceled(Row.text(row, "cr"), updated);
            default -> throw new IllegalStateException("a delivery row has the unknown state " + state);
        };
    }

    /** The end of a series, within the next one's row. */
    private static AttributeValue end(Status end) {
        Row map = Row.empty().put(STATE, end.code());
        return switch (end) {
            case Status.Delivered(Instant at) -> map.put("at", at).asMap();
            case Status.Dead(Cause cause, Instant at) ->
                map.put("at", at).put("ca", cause(cause)).asMap();
            case Status.Canceled(String reason, Instant at) ->
                map.put("at", at).put("cr", reason).asMap();
            case Status.Pending _, Status.Held _ ->
                throw new IllegalArgumentException(end.code() + " is the end of no series");
        };
    }

    private static Status end(Map<String, AttributeValue> map) {
        Instant at = Row.time(map, "at");
        String state = Row.text(map, STATE);
        return switch (state) {
            case "delivered" -> new Status.Delivered(at);
            case "dead" -> new Status.Dead(cause(Row.map(map, "ca")), at);
            case "canceled" -> new Status.Canceled(Row.text(map, "cr"), at);
            default -> throw new IllegalStateException("a series has ended in the unknown state " + state);
        };
    }

    private static AttributeValue cause(Cause cause) {
        return new Row()
                .put("reason", cause.reason().code())
                .put("failure", cause.failure())
                .put("status", longOrNull(cause.status()))
                .asMap();
    }

    private static Cause cause(Map<String, AttributeValue> map) {
        return new Cause(
                Cause.Reason.ofCode(Row.text(map, "reason")), Row.textOrNull(map, "failure"), intOrNull(map, "status"));
    }

    private static AttributeValue attempt(Attempt attempt) {
        AttributeValue headers = AttributeValue.fromM(mapValues(attempt.headers()));
        Row row = new Row()
                .put("n", attempt.number())
                .put("sr", attempt.series())
                .put("s", attempt.startedAt())
                .put("ms", (Long) attempt.duration().toMillis())
                .put("code", longOrNull(attempt.status()))
                .put("f", attempt.failure() == null ? null : attempt.failure().code())
                .flag("ma", attempt.mayHaveArrived())
                .put("b", attempt.bytes())
                .put("rb", attempt.answer())
                .put("dt", attempt.detail());
        if (!attempt.headers().isEmpty()) {
            row.put("rh", headers);
        }
        return row.asMap();
    }

    private static List<Attempt> log(Map<String, AttributeValue> row) {
        AttributeValue log = row.get("at");
        return log == null
                ? List.of()
                : log.l().stream().map(entry -> attempt(entry.m())).toList();
    }

    private static Attempt attempt(Map<String, AttributeValue> map) {
        String failure = Row.textOrNull(map, "f");
        return new Attempt(
                Row.integer(map, "n"),
                Row.integer(map, "sr"),
                Row.time(map, "s"),
                Duration.ofMillis(Row.number(map, "ms")),
                intOrNull(map, "code"),
                failure == null ? null : AttemptResult.Kind.ofCode(failure),
                Row.flag(map, "ma"),
                Row.integer(map, "b"),
                Row.textOrNull(map, "rb"),
                headers(map),
                Row.textOrNull(map, "dt"));
    }

    private static Map<String, String> headers(Map<String, AttributeValue> map) {
        AttributeValue headers = map.get("rh");
        if (headers == null) {
            return Map.of();
        }
        Map<String, String> texts = new HashMap<>();
        headers.m().forEach((name, value) -> texts.put(name, value.s()));
        return texts;
    }

    private static Map<String, AttributeValue> mapValues(Map<String, String> texts) {
        Map<String, AttributeValue> values = new HashMap<>();
        texts.forEach((name, value) -> values.put(name, AttributeValue.fromS(value)));
        return values;
    }

    private static @Nullable Long longOrNull(@Nullable Integer value) {
        return value == null ? null : Long.valueOf(value);
    }

    private static @Nullable Integer intOrNull(Map<String, AttributeValue> map, String name) {
        return Row.numberIfAny(map, name).map(Math::toIntExact).orElse(null);
    }
}
