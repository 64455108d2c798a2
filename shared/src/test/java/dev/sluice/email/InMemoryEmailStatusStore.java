package dev.sluice.email;

import dev.sluice.event.AppId;
import dev.sluice.event.Effect;
import dev.sluice.event.EmailState;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Statuses in maps. */
public final class InMemoryEmailStatusStore implements EmailStatusStore {

    private record Entry(EmailStatus status, Instant until) {}

    private final Map<AppId, TreeMap<String, Entry>> entries = new HashMap<>();
    private final Duration kept;
    private final InstantSource clock;

    /** Where nothing expires. */
    public InMemoryEmailStatusStore() {
        this(Duration.ofDays(365_000), () -> Instant.EPOCH);
    }

    /** @param kept how long after the last report */
    public InMemoryEmailStatusStore(Duration kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public synchronized void add(AppId app, Effect.Report report, EventId event, Instant now) {
        add(
                app,
                new EmailStatus(
                        report.messageId(),
                        report.emailId(),
                        Map.of(report.state(), new EmailStatus.Report(report.at(), event))),
                now);
    }

    @Override
    public synchronized void add(AppId app, Effect.Mention mention, Instant now) {
        add(app, new EmailStatus(mention.messageId(), mention.emailId(), Map.of()), now);
    }

    private void add(AppId app, EmailStatus added, Instant now) {
        EmailStatus all = find(app, added.messageId())
                .map(before -> joined(before, added))
                .orElse(added);
        entries.computeIfAbsent(app, _ -> new TreeMap<>())
                .put(added.messageId(), new Entry(all, now.plus(kept).truncatedTo(ChronoUnit.SECONDS)));
    }

    private static EmailStatus joined(EmailStatus before, EmailStatus added) {
        Map<EmailState, EmailStatus.Report> reports = new HashMap<>(added.reports());
        reports.putAll(before.reports());
        return new EmailStatus(
                before.messageId(), before.emailId() == null ? added.emailId() : before.emailId(), reports);
    }

    @Override
    public synchronized Optional<EmailStatus> find(AppId app, String messageId) {
        return Optional.ofNullable(entries.getOrDefault(app, new TreeMap<>()).get(messageId))
                .filter(this::isLive)
                .map(Entry::status);
    }

    @Override
    public synchronized List<EmailStatus> ofEmail(AppId app, String emailId, int limit) {
        return entries.getOrDefault(app, new TreeMap<>()).values().stream()
                .filter(this::isLive)
                .map(Entry::status)
                .filter(status -> emailId.equalsIgnoreCase(status.emailId()))
                .limit(limit)
                .toList();
    }

    private boolean isLive(Entry entry) {
        return clock.instant().isBefore(entry.until());
    }
}
