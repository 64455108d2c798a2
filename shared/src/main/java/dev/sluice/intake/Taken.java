package dev.sluice.intake;

import dev.sluice.delivery.AcceptedEvent;
import dev.sluice.event.AppId;
import dev.sluice.event.RejectionId;
import org.jspecify.annotations.Nullable;

/** What became of an input. */
public sealed interface Taken {

    /**
     * It is stored, and on its way.
     *
     * @param event as it is stored, which for a duplicate is as it was first told
     */
    record Accepted(AcceptedEvent event, boolean duplicate) implements Taken {}

    /** It was no event, and there is nothing to do. */
    record Control(String reason, String message) implements Taken {}

    /**
     * It is in quarantine.
     *
     * @param app under whom; null is nobody
     */
    record Rejected(@Nullable AppId app, String reason, String message, RejectionId id) implements Taken {}
}
