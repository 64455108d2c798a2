package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.delivery.Attempt;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.Status;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Deliveries as answers have them. What does not apply to a delivery's state is not there. */
final class DeliveryJson {

    private DeliveryJson() {}

    /** A delivery with its attempts. */
    static void write(JsonGenerator out, Delivery delivery) throws IOException {
        out.writeStartObject();
        fields(out, delivery);
        out.writeArrayFieldStart("attempts");
        for (Attempt attempt : delivery.log()) {
            write(out, attempt);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /** A delivery among many, without its attempts. */
    static void writeListed(JsonGenerator out, Delivery delivery) throws IOException {
        out.writeStartObject();
        fields(out, delivery);
        out.writeEndObject();
    }

    private static void fields(JsonGenerator out, Delivery delivery) throws IOException {
        out.writeStringField("id", delivery.key().id().toString());
        out.writeStringField("event", delivery.key().id().event().value());
        out.writeStringField("endpoint", delivery.key().id().endpoint().value());
        out.writeStringField("type", delivery.type());
        out.writeStringField("state", delivery.status().code());
        switch (delivery.status()) {
            case Status.Pending(Instant at) -> out.writeStringField("next_attempt_at", Timestamps.format(at));
            case Status.Held held -> {
                out.writeStringField("hold_reason", held.reason().code());
                out.writeStringField("held_since", Timestamps.format(Objects.requireNonNull(delivery.heldSince())));
            }
            case Status.Delivered(Instant at) -> out.writeStringField("delivered_at", Timestamps.format(at));
            case Status.Dead(Cause cause, Instant at) -> {
                out.writeFieldName("cause");
                write(out, cause);
                out.writeStringField("dead_at", Timestamps.format(at));
            }
            case Status.Canceled(String reason, Instant at) -> {
                out.writeStringField("cancel_reason", reason);
                out.writeStringField("canceled_at", Timestamps.format(at));
            }
        }
        out.writeNumberField("series", delivery.series());
        out.writeNumberField("attempts_made", delivery.attempts());
        out.writeNumberField("probes_made", delivery.probes());
        out.writeStringField("accepted_at", Timestamps.format(delivery.acceptedAt()));
        out.writeStringField("updated_at", Timestamps.format(delivery.updatedAt()));
    }

    /** A cause of death. */
    static void write(JsonGenerator out, Cause cause) throws IOException {
        Integer status = cause.status();
        out.writeStartObject();
        out.writeStringField("reason", cause.reason().code());
        out.writeStringField("failure", cause.failure());
        if (status != null) {
            out.writeNumberField("status", status);
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Attempt attempt) throws IOException {
        Integer status = attempt.status();
        out.writeStartObject();
        out.writeNumberField("series", attempt.series());
        out.writeNumberField("number", attempt.number());
        out.writeStringField("started_at", Timestamps.format(attempt.startedAt()));
        out.writeNumberField("duration_ms", attempt.duration().toMillis());
        if (status != null) {
            out.writeNumberField("status", status);
        }
        if (!attempt.isSuccess()) {
            out.writeStringField(
                    "failure",
                    attempt.failure() == null ? "status" : attempt.failure().code());
        }
        out.writeBooleanField("may_have_arrived", attempt.mayHaveArrived());
        out.writeNumberField("bytes", attempt.bytes());
        if (attempt.answer() != null) {
            out.writeStringField("answer", attempt.answer());
            writeHeaders(out, attempt.headers());
        }
        if (attempt.detail() != null) {
            out.writeStringField("detail", attempt.detail());
        }
        out.writeEndObject();
    }

    private static void writeHeaders(JsonGenerator out, Map<String, String> headers) throws IOException {
        out.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : new TreeMap<>(headers).entrySet()) {
            out.writeStringField(header.getKey(), header.getValue());
        }
        out.writeEndObject();
    }
}
