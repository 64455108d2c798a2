package dev.sluice.ingest;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.intake.Input;
import dev.sluice.intake.Taken;
import dev.sluice.telemetry.LogLine;
import org.jspecify.annotations.Nullable;

/**
 * One line for every outcome: ids and stable codes.
 *
 * @param field what carried the input, as the field that holds its id
 * @param id null where the carrier has none
 */
record IngestLog(String field, @Nullable String id) {

    void taken(Taken taken, Input input) {
        switch (taken) {
            case Taken.Accepted(AcceptedEvent event, boolean duplicate) ->
                LogLine.info("accepted")
                        .with("application", event.event().app())
                        .with("event_id", event.event().id())
                        .with("type", event.event().type())
                        .with("endpoints", event.endpointCount())
                        .with("duplicate", duplicate)
                        .with(field, id)
                        .print();
            case Taken.Control control ->
                LogLine.info("control")
                        .with(field, id)
                        .with("reason", control.reason())
                        .print();
            case Taken.Rejected rejected ->
                LogLine.warn("rejected")
                        .with("application", input.app())
                        .with(field, id)
                        .with("reason", rejected.reason())
                        .with("quarantine", rejected.id())
                        .print();
        }
    }

    void failed(RuntimeException failure) {
        LogLine.error("ingest_failed").with(field, id).with(failure).print();
    }
}
