package dev.sluice.api;

import dev.sluice.event.EventTypes;

/** {@code /v1/event-types}. */
final class Catalogue {

    private Catalogue() {}

    /** All of it at once: it is short, and the same for everybody. */
    static Answer list() {
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (EventTypes.Entry entry : EventTypes.catalogue()) {
                out.writeStartObject();
                out.writeStringField("type", entry.type());
                out.writeStringField("origin", entry.origin().code());
                out.writeStringField("description", entry.description());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeNullField("next");
            out.writeEndObject();
        });
    }
}
