package dev.sluice.intake;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.event.RejectionId;
import dev.sluice.telemetry.LogLine;
import org.jspecify.annotations.Nullable;

/** A line for each input that was taken, the same by every door: {@code accepted}, {@code control} or {@code rejected}, which is counted. */
public final class IntakeLog {

    private IntakeLog() {}

    /**
     * Prints what became of an input.
     *
     * @param field what carried it, as the field that holds its id, such as {@code sns_message_id}
     * @param id null where the carrier has none
     */
    public static void print(Taken taken, Input input, String field, @Nullable String id) {
        line(taken, input).with("door", input.door().code()).with(field, id).print();
    }

    /** Prints that an input in quarantine was tried again in vain; not {@code rejected}, since no input is counted twice. */
    public static void printRejectedAgain(String reason, RejectionId id, Input input) {
        LogLine.warn("rejected_again")
                .with("application", input.app())
                .with("reason", reason)
                .with("quarantine", id)
                .with("door", input.door().code())
                .print();
    }

    private static LogLine line(Taken taken, Input input) {
        return switch (taken) {
            case Taken.Accepted(AcceptedEvent event, boolean duplicate) ->
                LogLine.info("accepted")
                        .with("application", event.event().app())
                        .with("event_id", event.event().id())
                        .with("type", event.event().type())
                        .with("endpoints", event.endpointCount())
                        .with("duplicate", duplicate)
                        .with("trace", event.event().source().trace());
            case Taken.Control control ->
                LogLine.info("control").with("application", input.app()).with("reason", control.reason());
            case Taken.Rejected rejected ->
                LogLine.warn("rejected")
                        .with("application", rejected.app())
                        .with("reason", rejected.reason())
                        .with("quarantine", rejected.id());
        };
    }
}
