package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.event.RejectionId;
import dev.sluice.intake.Taken;
import java.io.IOException;
import java.util.List;

/** What became of inputs, as answers have it. */
final class OutcomeJson {

    private OutcomeJson() {}

    /** 200: whatever became of them, they need not be sent again. */
    static Answer answer(List<Taken> outcomes) {
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("outcomes");
            for (Taken outcome : outcomes) {
                write(out, outcome);
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /** One outcome. */
    static void write(JsonGenerator out, Taken outcome) throws IOException {
        out.writeStartObject();
        switch (outcome) {
            case Taken.Accepted(AcceptedEvent accepted, boolean duplicate) -> {
                out.writeStringField("outcome", "accepted");
                out.writeStringField("event", accepted.event().id().value());
                out.writeStringField("type", accepted.event().type());
                out.writeBooleanField("duplicate", duplicate);
            }
            case Taken.Control(String reason, String _) -> {
                out.writeStringField("outcome", "control");
                out.writeStringField("reason", reason);
            }
            case Taken.Rejected(var _, String reason, String message, RejectionId id) -> {
                out.writeStringField("outcome", "rejected");
                out.writeStringField("reason", reason);
                out.writeStringField("message", message);
                out.writeStringField("quarantine", id.value());
            }
        }
        out.writeEndObject();
    }
}
