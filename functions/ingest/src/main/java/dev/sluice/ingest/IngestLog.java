package dev.sluice.ingest;

import dev.sluice.intake.Input;
import dev.sluice.intake.IntakeLog;
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
        IntakeLog.print(taken, input, field, id);
    }

    void failed(RuntimeException failure) {
        LogLine.error("ingest_failed").with(field, id).with(failure).print();
    }
}
