package dev.sluice.local;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.AppId;
import dev.sluice.event.Event;
import dev.sluice.event.Outcome;
import dev.sluice.event.Owners;
import dev.sluice.event.Source;
import dev.sluice.event.input.Normalizer;
import dev.sluice.event.json.Json;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code sluice normalize} prints for one input: a line of JSON for every record, in order.
 *
 * @param lines without line ends
 * @param anyRejected whether an input was not usable; control messages are fine
 */
record NormalizeLines(List<String> lines, boolean anyRejected) {

    /** The application for whom events are shown when none is named: ids depend on it, nothing else does. */
    static final AppId NO_APPLICATION = new AppId("app_00000000000000000000000000");

    NormalizeLines {
        lines = List.copyOf(lines);
    }

    /**
     * Normalizes one input.
     *
     * @param file the name as it was given
     */
    static NormalizeLines of(String file, byte[] input, AppId app, Instant now) {
        List<Outcome> outcomes = Normalizer.normalize(input, Owners.always(app), now);
        List<String> lines = new ArrayList<>(outcomes.size());
        for (Outcome outcome : outcomes) {
            int record = lines.size();
            lines.add(Json.write(out -> writeLine(file, record, outcome, out)));
        }
        return new NormalizeLines(lines, outcomes.stream().anyMatch(Outcome.Rejected.class::isInstance));
    }

    private static void writeLine(String file, int record, Outcome outcome, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("file", file);
        out.writeNumberField("record", record);
        switch (outcome) {
            case Outcome.Accepted accepted -> {
                out.writeStringField("outcome", "accepted");
                writeEvent(accepted.event(), out);
            }
            case Outcome.Control(String reason, String message) -> writeReason("control", reason, message, out);
            case Outcome.Rejected(String reason, String message) -> writeReason("rejected", reason, message, out);
        }
        out.writeEndObject();
    }

    private static void writeReason(String outcome, String reason, String message, JsonGenerator out)
            throws IOException {
        out.writeStringField("outcome", outcome);
        out.writeStringField("reason", reason);
        out.writeStringField("message", message);
    }

    private static void writeEvent(Event event, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("event");
        out.writeStringField("id", event.id().value());
        out.writeStringField("type", event.type());
        out.writeStringField("created_at", Timestamps.format(event.createdAt()));
        Source source = event.source();
        out.writeObjectFieldStart("source");
        out.writeStringField("kind", source.kind());
        if (source.envelope() != null) {
            out.writeStringField("envelope", source.envelope());
        }
        if (source.snsMessageId() != null) {
            out.writeStringField("sns_message_id", source.snsMessageId());
        }
        out.writeEndObject();
        out.writeFieldName("data");
        out.writeRawValue(event.data()); // the characters that would be signed
        out.writeEndObject();
    }
}
