package dev.sluice.email;

import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EventId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Statuses of emails. Reads see every write that was answered before. Safe for use by many threads. */
public interface EmailStatusStore {

    /**
     * Adds a report; the first of each state stays. The order of reports does not matter.
     *
     * @param now when it was accepted; the status is kept as long as events are from then
     */
    void add(AppId app, Effect.Report report, EventId event, Instant now);

    /**
     * Notes that there is a mail of which no state is known, and the sender's own id of it; what was reported stays.
     *
     * @param now when it was accepted; the status is kept as long as events are from then
     */
    void add(AppId app, Effect.Mention mention, Instant now);

    /** The status of the mail with this SES message id. */
    Optional<EmailStatus> find(AppId app, String messageId);

    /**
     * Statuses of the mails that carry an id of the sender's own, in the order of their message ids.
     *
     * @param emailId in any case
     * @param limit at least 1
     */
    List<EmailStatus> ofEmail(AppId app, String emailId, int limit);
}
