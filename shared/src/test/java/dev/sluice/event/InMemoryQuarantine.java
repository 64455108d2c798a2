package dev.sluice.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A quarantine that keeps what it gets in a list. */
public final class InMemoryQuarantine implements Quarantine {

    private record Entry(Kept kept, RejectedInput input) {}

    private final List<Entry> entries = new ArrayList<>();

    @Override
    public synchronized RejectionId keep(RejectedInput input) {
        RejectionId id = input.id();
        entry(input.app(), id).ifPresent(entries::remove);
        entries.add(new Entry(
                new Kept(
                        id,
                        input.app(),
                        input.door(),
                        input.context(),
                        input.reason(),
                        input.message(),
                        input.raw().length,
                        input.receivedAt(),
                        null),
                input));
        return id;
    }

    @Override
    public synchronized Optional<Kept> find(@Nullable AppId app, RejectionId id) {
        return entry(app, id).map(Entry::kept);
    }

    @Override
    public synchronized Optional<byte[]> raw(@Nullable AppId app, RejectionId id) {
        return entry(app, id).map(entry -> entry.input().raw());
    }

    @Override
    public synchronized List<Kept> list(@Nullable AppId app, @Nullable RejectionId before, int limit) {
        return entries.stream()
                .map(Entry::kept)
                .filter(kept -> Objects.equals(kept.app(), app))
                .filter(kept -> before == null || kept.id().value().compareTo(before.value()) < 0)
                .sorted(Comparator.comparing((Kept kept) -> kept.id().value()).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void rejectedAgain(
            @Nullable AppId app, RejectionId id, String reason, String message, Instant now) {
        entry(app, id).ifPresent(entry -> {
            Kept was = entry.kept();
            entries.set(
                    entries.indexOf(entry),
                    new Entry(
                            new Kept(
                                    was.id(),
                                    was.app(),
                                    was.door(),
                                    was.context(),
                                    reason,
                                    message,
                                    was.bytes(),
                                    was.receivedAt(),
                                    now),
                            entry.input()));
        });
    }

    @Override
    public synchronized boolean delete(@Nullable AppId app, RejectionId id) {
        Optional<Entry> entry = entry(app, id);
        entry.ifPresent(entries::remove);
        return entry.isPresent();
    }

    /** What was kept, in order. */
    public synchronized List<RejectedInput> kept() {
        return entries.stream().map(Entry::input).toList();
    }

    private Optional<Entry> entry(@Nullable AppId app, RejectionId id) {
        return entries.stream()
                .filter(entry -> Objects.equals(entry.kept().app(), app)
                        && entry.kept().id().equals(id))
                .findFirst();
    }
}
