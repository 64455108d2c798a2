package dev.sluice.api;

import dev.sluice.delivery.DeadLetterQueue;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Timestamps;
import dev.sluice.wake.IndexedDeliveries.Kind;
import dev.sluice.wake.IndexedDeliveries.Range;
import dev.sluice.wake.SideBySide;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /v1/endpoints/{id}/held}: what an endpoint holds, and a redrive or replay called off. */
final class HeldBack {

    private static final String LIST = "held";
    private static final String REASON = "reason";
    private static final Set<HoldReason> CALLED_OFF = Set.of(HoldReason.REDRIVE, HoldReason.REPLAY);

    private final EndpointStore endpoints;
    private final Walk walk;
    private final Revival revival;
    private final DeadLetterQueue deadLetters;
    private final InstantSource clock;

    HeldBack(Dispatch dispatch, Walk walk, Revival revival, InstantSource clock) {
        this.endpoints = dispatch.endpoints();
        this.walk = walk;
        this.revival = revival;
        this.deadLetters = dispatch.deadLetters();
        this.clock = clock;
    }

    private record Tally(long count, Instant since) {
        static Tally sum(Tally one, Tally other) {
            return new Tally(
                    one.count() + other.count(), one.since().isBefore(other.since()) ? one.since() : other.since());
        }
    }

    private static Status.Held held(Delivery delivery) {
        return (Status.Held) delivery.status();
    }

    Answer list(AppId app, Request request) {
        Paging paging = Paging.of(request, LIST, Walk.Cursor::isValid);
        Map<HoldReason, Tally> tallies = new EnumMap<>(HoldReason.class);
        Walk.Cursor next = walk(app, request, paging, row -> row.status() instanceof Status.Held, rows -> {
            rows.forEach(row ->
                    tallies.merge(held(row).reason(), new Tally(1, held(row).since()), Tally::sum));
            return 0;
        });
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Map.Entry<HoldReason, Tally> entry : tallies.entrySet()) {
                out.writeStartObject();
                out.writeStringField(REASON, entry.getKey().code());
                out.writeNumberField("count", entry.getValue().count());
                out.writeStringField("since", Timestamps.format(entry.getValue().since()));
                out.writeEndObject();
            }
            out.writeEndArray();
            DeadLetters.next(out, paging, next);
            out.writeEndObject();
        });
    }

    Answer cancel(AppId app, Request request) {
        Fields fields = Fields.of(request.body(), Set.of(REASON));
        HoldReason reason = reason(fields.requiredText(REASON));
        Paging paging = Paging.of(request, LIST, Walk.Cursor::isValid);
        List<Integer> canceled = new ArrayList<>();
        Walk.Cursor next = walk(app, request, paging, row -> isHeldBy(reason, row), rows -> {
            int number = cancel(rows);
            canceled.add(number);
            return number;
        });
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField(
                    "canceled", canceled.stream().mapToLong(Integer::longValue).sum());
            DeadLetters.next(out, paging, next);
            out.writeEndObject();
        });
    }

    private int cancel(List<Delivery> rows) {
        Instant now = clock.instant();
        List<Revival.Change> changes = rows.stream()
                .map(row -> new Revival.Change(row, row.calledOff(now)))
                .toList();
        // Before the rows: a pointer too many does no harm, a missing one is silence.
        List<Revival.Change> dead = changes.stream()
                .filter(change -> change.after().status() instanceof Status.Dead)
                .toList();
        SideBySide.those(dead, change -> {
            deadLetters.add(change.after().pointer());
            return true;
        });
        return revival.write(changes, now);
    }

    private static boolean isHeldBy(HoldReason reason, Delivery row) {
        return row.status() instanceof Status.Held held && held.reason() == reason;
    }

    private static HoldReason reason(String code) {
        return CALLED_OFF.stream()
                .filter(reason -> reason.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Fields.invalid(REASON, "is neither redrive nor replay"));
    }

    private Walk.@Nullable Cursor walk(
            AppId app, Request request, Paging paging, Predicate<Delivery> wanted, Walk.Step step) {
        EndpointId endpoint = Endpoints.id(request);
        if (endpoints.find(app, endpoint).isEmpty()) {
            throw Refusal.notFound("endpoint");
        }
        String after = paging.after();
        Walk.Cursor from = after == null ? null : Walk.Cursor.parse(after);
        return walk.through(List.of(endpoint), app, Kind.HELD, Range.ALL, from, wanted, step);
    }
}
