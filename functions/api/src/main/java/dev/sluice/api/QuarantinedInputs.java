package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.api.Gate.Owner;
import dev.sluice.event.AppId;
import dev.sluice.event.Quarantine;
import dev.sluice.event.Quarantine.Kept;
import dev.sluice.event.RejectionId;
import dev.sluice.event.RejectionReason;
import dev.sluice.event.json.Timestamps;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /v1/quarantine}: an application's rejected input, or what is nobody's where an admin names none. */
final class QuarantinedInputs {

    /** Lambda answers with 6 MB at most; base64 makes 4 of 3. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int MOST_BYTES_IN_JSON = 1 << 20;
    private static final int MOST_DELETIONS = 1_000;
    private static final Duration MOST_TIME_OF_DELETIONS = Duration.ofSeconds(15); // the function has 29
    private static final int READ_AT_ONCE = 500;

    /** Rows read for one answer where a filter takes few of them: of about 1 KB each, half a second and 250 read units. */
    static final int MOST_READ = 2_000;

    private static final String LIST = "quarantine";
    private static final String REASON = "reason";
    private static final String BEFORE = "before";

    private final Quarantine store;
    private final InstantSource clock;

    QuarantinedInputs(Quarantine store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Answer list(Owner owner, Request request) {
        Paging paging = Paging.of(request, LIST, RejectionId::isValid);
        Found found = find(owner.orNobody(), after(paging), reason(request), paging.reading());
        return paging.answer(
                found.inputs(),
                found.readTo() == null ? null : found.readTo().value(),
                kept -> kept.id().value(),
                (out, kept) -> write(out, kept, null));
    }

    Answer get(Owner owner, Request request) {
        Kept kept = find(store, owner, request);
        byte[] raw = kept.bytes() > MOST_BYTES_IN_JSON
                ? null
                : store.raw(owner.orNobody(), kept.id()).orElse(null);
        return Answer.json(200, out -> write(out, kept, raw));
    }

    /** A stretch of the bytes as they came. */
    Answer raw(Owner owner, Request request) {
        int offset = number(request, "offset", 0, Integer.MAX_VALUE);
        int length = number(request, "length", MOST_BYTES, MOST_BYTES);
        Kept kept = find(store, owner, request);
        byte[] raw = store.raw(owner.orNobody(), kept.id()).orElseThrow(() -> Refusal.notFound("quarantined input"));
        int from = Math.min(offset, raw.length);
        return Answer.bytes(Arrays.copyOfRange(raw, from, (int) Math.min((long) from + length, raw.length)));
    }

    Answer delete(Owner owner, Request request) {
        if (!RejectionId.isValid(request.id()) || !store.delete(owner.orNobody(), new RejectionId(request.id()))) {
            throw Refusal.notFound("quarantined input");
        }
        return Answer.noContent();
    }

    /** Deletes what was received before a time, newest first, as much as one request may. */
    Answer purge(Owner owner, Request request) {
        Paging paging = Paging.of(request, LIST, RejectionId::isValid);
        RejectionId before =
                older(RejectionId.firstOf(Fields.time(BEFORE, request.requiredParameter(BEFORE))), after(paging));
        Predicate<Kept> wanted = reason(request);
        Instant end = clock.instant().plus(MOST_TIME_OF_DELETIONS);
        Found found = find(owner.orNobody(), before, wanted, MOST_DELETIONS + 1);
        RejectionId last = before;
        int tried = 0;
        int deleted = 0;
        while (tried < Math.min(found.inputs().size(), MOST_DELETIONS)
                && clock.instant().isBefore(end)) {
            last = found.inputs().get(tried).id();
            deleted += store.delete(owner.orNobody(), last) ? 1 : 0;
            tried++;
        }
        int count = deleted;
        RejectionId next = tried < found.inputs().size() ? last : found.readTo();
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField("deleted", count);
            out.writeBooleanField("more", next != null);
            out.writeStringField("next", next == null ? null : paging.cursor(next.value()));
            out.writeEndObject();
        });
    }

    private static @Nullable RejectionId after(Paging paging) {
        String after = paging.after();
        return after == null ? null : new RejectionId(after);
    }

    private static RejectionId older(RejectionId one, @Nullable RejectionId other) {
        return other == null || one.value().compareTo(other.value()) < 0 ? one : other;
    }

    /** The input that a request names. */
    static Kept find(Quarantine store, Owner owner, Request request) {
        return Optional.of(request.id())
                .filter(RejectionId::isValid)
                .flatMap(id -> store.find(owner.orNobody(), new RejectionId(id)))
                .orElseThrow(() -> Refusal.notFound("quarantined input"));
    }

    /** @param readTo behind which there may be more, where fewer were found than were asked for; null if there is nothing */
    private record Found(List<Kept> inputs, @Nullable RejectionId readTo) {}

    /**
     * The newest that are wanted, up to a limit: what is not wanted takes nobody's place, but only so much of it is read.
     *
     * @param wanted null for all
     */
    private Found find(@Nullable AppId app, @Nullable RejectionId before, @Nullable Predicate<Kept> wanted, int limit) {
        List<Kept> found = new ArrayList<>();
        int atOnce = wanted == null ? Math.min(READ_AT_ONCE, limit) : READ_AT_ONCE;
        RejectionId bound = before;
        for (int read = 0; found.size() < limit && read < MOST_READ; read += atOnce) {
            List<Kept> page = store.list(app, bound, atOnce);
            page.stream()
                    .filter(kept -> wanted == null || wanted.test(kept))
                    .limit(limit - found.size())
                    .forEach(found::add);
            if (page.size() < atOnce) {
                return new Found(found, null);
            }
            bound = page.getLast().id();
        }
        return new Found(found, bound);
    }

    /** Nothing where no reason is asked for. */
    private static @Nullable Predicate<Kept> reason(Request request) {
        Optional<String> reason = request.parameter(REASON);
        if (reason.isEmpty()) {
            return null;
        }
        if (Arrays.stream(RejectionReason.values())
                .noneMatch(known -> known.code().equals(reason.get()))) {
            throw Fields.invalid(REASON, "is no reason for which input is rejected");
        }
        return kept -> kept.reason().equals(reason.get());
    }

    private static int number(Request request, String name, int unset, int most) {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return unset;
        }
        if (text.get().matches("[0-9]{1,10}")) {
            long number = Long.parseLong(text.get());
            if (number <= most) {
                return (int) number;
            }
        }
        throw Fields.invalid(name, "is not a number from 0 to " + most);
    }

    /** @param raw its bytes, null to leave them out */
    private static void write(JsonGenerator out, Kept kept, byte @Nullable [] raw) throws IOException {
        AppId app = kept.app();
        Instant replayedAt = kept.replayedAt();
        out.writeStartObject();
        out.writeStringField("id", kept.id().value());
        out.writeStringField("application", app == null ? null : app.value());
        out.writeStringField("door", kept.door().code());
        out.writeStringField(REASON, kept.reason());
        out.writeStringField("message", kept.message());
        out.writeStringField("received_at", Timestamps.format(kept.receivedAt()));
        out.writeNumberField("bytes", kept.bytes());
        if (replayedAt != null) {
            out.writeStringField("replayed_at", Timestamps.format(replayedAt));
        }
        if (raw != null) {
            out.writeBinaryField("raw_base64", raw);
        }
        out.writeEndObject();
    }
}
