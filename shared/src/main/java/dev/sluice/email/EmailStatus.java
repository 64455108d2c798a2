package dev.sluice.email;

import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one mail has got, by everything that was reported of it.
 *
 * @param messageId SES's
 * @param emailId the sender's own, where a report named it
 * @param reports the first report of each state; empty where the mail was only mentioned
 */
public record EmailStatus(String messageId, @Nullable String emailId, Map<EmailState, Report> reports) {

    /** One report: when by its own time, and the event that brought it. */
    public record Report(Instant at, EventId event) {}

    /** Copies the reports. */
    public EmailStatus {
        reports = Map.copyOf(reports);
    }

    /** The highest state that was reported: it never goes back. Nothing where none was. */
    public Optional<EmailState> state() {
        return reports.keySet().stream().max(Comparator.naturalOrder());
    }

    /** Every state that was reported, in the order of the reports' own times. */
    public List<Map.Entry<EmailState, Report>> history() {
        return reports.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<EmailState, Report> entry) ->
                                entry.getValue().at())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }
}
