package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.event.TraceId;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;

/** Events as answers have them. */
final class EventJson {

    private EventJson() {}

    /** The answer to a posted event. */
    static void writeAccepted(JsonGenerator out, AcceptedEvent event, boolean duplicate) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", event.event().id().value());
        out.writeStringField("type", event.event().type());
        out.writeStringField("created_at", Timestamps.format(event.event().createdAt()));
        out.writeNumberField("endpoints", event.endpointCount());
        out.writeBooleanField("duplicate", duplicate);
        out.writeEndObject();
    }

    /** An event in a list, without its data. */
    static void writeListed(JsonGenerator out, AcceptedEvent event) throws IOException {
        out.writeStartObject();
        fields(out, event);
        out.writeEndObject();
    }

    /** An event's fields with its data, character for character as they are sent. */
    static void fieldsWithData(JsonGenerator out, AcceptedEvent event) throws IOException {
        fields(out, event);
        out.writeFieldName("data");
        out.writeRawValue(event.event().data());
    }

    private static void fields(JsonGenerator out, AcceptedEvent event) throws IOException {
        out.writeStringField("id", event.event().id().value());
        out.writeStringField("type", event.event().type());
        out.writeStringField("source", event.event().source().kind());
        out.writeStringField("created_at", Timestamps.format(event.event().createdAt()));
        out.writeStringField("accepted_at", Timestamps.format(event.acceptedAt()));
        out.writeNumberField("endpoints", event.endpointCount());
        TraceId trace = event.event().source().trace();
        if (trace != null) {
            out.writeStringField("trace_id", trace.value());
        }
    }
}
