package dev.sluice.email;

import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Statuses in maps. */
public final class InMemoryEmailStatusStore implements EmailStatusStore {

    private final Map<AppId, TreeMap<String, EmailStatus>> kept = new HashMap<>();

    @Override
    public synchronized void add(AppId app, Effect.Report report, EventId event, Instant now) {
        kept.computeIfAbsent(app, _ -> new TreeMap<>())
                .merge(
                        report.messageId(),
                        new EmailStatus(
                                report.messageId(),
                                report.emailId(),
                                Map.of(report.state(), new EmailStatus.Report(report.at(), event))),
                        InMemoryEmailStatusStore::joined);
    }

    private static EmailStatus joined(EmailStatus before, EmailStatus added) {
        Map<EmailState, EmailStatus.Report> reports = new HashMap<>(added.reports());
        reports.putAll(before.reports());
        return new EmailStatus(
                before.messageId(), before.emailId() == null ? added.emailId() : before.emailId(), reports);
    }

    @Override
    public synchronized Optional<EmailStatus> find(AppId app, String messageId) {
        return Optional.ofNullable(kept.getOrDefault(app, new TreeMap<>()).get(messageId));
    }

    @Override
    public synchronized List<EmailStatus> ofEmail(AppId app, String emailId, int limit) {
        return kept.getOrDefault(app, new TreeMap<>()).values().stream()
                .filter(status -> emailId.equalsIgnoreCase(status.emailId()))
                .limit(limit)
                .toList();
    }
}
