package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.delivery.Cause;
import dev.sluice.delivery.Delivery;
import dev.sluice.delivery.EventKey;
import dev.sluice.delivery.EventStore;
import dev.sluice.delivery.HoldReason;
import dev.sluice.delivery.MessageId;
import dev.sluice.delivery.Status;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointStore;
import dev.sluice.event.AppId;
import dev.sluice.event.json.Timestamps;
import dev.sluice.wake.DeadStore;
import dev.sluice.wake.IndexedDeliveries.Kind;
import dev.sluice.wake.IndexedDeliveries.Range;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /v1/dead-letters}: counted, redriven and purged from the dead rows themselves. */
final class DeadLetters {

    private static final String LIST = "dead letter";
    private static final String BEFORE = "before";
    private static final String DRY_RUN = "dry_run";
    private static final Set<String> REDRIVE_FIELDS =
            Stream.concat(DeadFilter.NAMES.stream(), Stream.of(DRY_RUN)).collect(Collectors.toUnmodifiableSet());

    private final EndpointStore endpoints;
    private final EventStore events;
    private final DeadStore dead;
    private final Walk walk;
    private final Revival revival;
    private final InstantSource clock;

    DeadLetters(Dispatch dispatch, Walk walk, Revival revival, InstantSource clock) {
        this.endpoints = dispatch.endpoints();
        this.events = dispatch.events();
        this.dead = dispatch.dead();
        this.walk = walk;
        this.revival = revival;
        this.clock = clock;
    }

    /** By endpoint and cause. */
    private record Fingerprint(EndpointId endpoint, Cause cause) {
        static Fingerprint of(Delivery delivery) {
            return new Fingerprint(
                    delivery.key().id().endpoint(), dead(delivery).cause());
        }
    }

    private static Status.Dead dead(Delivery delivery) {
        return (Status.Dead) delivery.status();
    }

    /** @param last which of them died last */
    private record Tally(long count, Instant firstAt, Instant lastAt, MessageId last) {

        static Tally of(Delivery delivery) {
            Instant at = dead(delivery).at();
            return new Tally(1, at, at, delivery.key().id());
        }

        static Tally sum(Tally one, Tally other) {
            Tally later = one.lastAt().isBefore(other.lastAt()) ? other : one;
            return new Tally(
                    one.count() + other.count(),
                    one.firstAt().isBefore(other.firstAt()) ? one.firstAt() : other.firstAt(),
                    later.lastAt(),
                    later.last());
        }
    }

    Answer list(AppId app, Request request) {
        DeadFilter filter = DeadFilter.of(request);
        Paging paging = paging(request);
        Map<Fingerprint, Tally> tallies = new HashMap<>();
        Walk.Cursor next = walk(app, filter, paging, rows -> {
            rows.forEach(row -> tallies.merge(Fingerprint.of(row), Tally.of(row), Tally::sum));
            return 0;
        });
        List<Map.Entry<Fingerprint, Tally>> byEndpoint = tallies.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Fingerprint, Tally>, String>comparing(
                                entry -> entry.getKey().endpoint().value())
                        .thenComparing(entry -> -entry.getValue().count())
                        .thenComparing(entry -> entry.getKey().cause().toString()))
                .toList();
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Map.Entry<Fingerprint, Tally> entry : byEndpoint) {
                write(out, entry.getKey(), entry.getValue());
            }
            out.writeEndArray();
            next(out, paging, next);
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Fingerprint fingerprint, Tally tally) throws IOException {
        out.writeStartObject();
        out.writeStringField("endpoint", fingerprint.endpoint().value());
        out.writeFieldName("cause");
        DeliveryJson.write(out, fingerprint.cause());
        out.writeNumberField("count", tally.count());
        out.writeStringField("first_dead_at", Timestamps.format(tally.firstAt()));
        out.writeStringField("last_dead_at", Timestamps.format(tally.lastAt()));
        out.writeStringField("example", tally.last().toString());
        out.writeEndObject();
    }

    /** One by one, without their attempts: as many as a request moves are an answer of some 500 KB. */
    Answer listEach(AppId app, Request request) {
        DeadFilter filter = DeadFilter.of(request);
        Paging paging = paging(request);
        List<Delivery> found = new ArrayList<>();
        Walk.Cursor next = walk(app, filter, paging, rows -> {
            found.addAll(rows);
            return rows.size();
        });
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("data");
            for (Delivery delivery : found) {
                DeliveryJson.writeListed(out, delivery);
            }
            out.writeEndArray();
            next(out, paging, next);
            out.writeEndObject();
        });
    }

    /** What a redrive has done, or would do. Used by one thread. */
    private static final class Redriven {
        private long matched;
        private long redriven;
        private long expired;
    }

    Answer redrive(AppId app, Request request) {
        Fields fields = Fields.of(request.body(), REDRIVE_FIELDS);
        DeadFilter filter = DeadFilter.of(fields);
        boolean isDry = fields.flag(DRY_RUN);
        Paging paging = paging(request);
        Redriven sum = new Redriven();
        Walk.Cursor next = walk(app, filter, paging, rows -> {
            List<Delivery> kept = kept(rows);
            int redriven = isDry ? 0 : redrive(kept);
            sum.matched += rows.size();
            sum.expired += rows.size() - kept.size();
            sum.redriven += redriven;
            return redriven;
        });
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeBooleanField(DRY_RUN, isDry);
            out.writeNumberField("matched", sum.matched);
            out.writeNumberField("redriven", sum.redriven);
            out.writeNumberField("payload_expired", sum.expired);
            next(out, paging, next);
            out.writeEndObject();
        });
    }

    /** Those whose event is there still. */
    private List<Delivery> kept(List<Delivery> rows) {
        Set<EventKey> kept =
                events.kept(rows.stream().map(row -> row.key().event()).toList());
        return rows.stream().filter(row -> kept.contains(row.key().event())).toList();
    }

    private int redrive(List<Delivery> rows) {
        Instant now = clock.instant();
        return revival.hold(
                rows.stream()
                        .map(row -> new Revival.Change(row, row.again(HoldReason.REDRIVE, now)))
                        .toList(),
                now);
    }

    Answer purge(AppId app, Request request) {
        Instant before = Fields.time(BEFORE, request.requiredParameter(BEFORE));
        DeadFilter filter = DeadFilter.of(request).before(before);
        Paging paging = paging(request);
        List<Integer> purged = new ArrayList<>();
        Walk.Cursor next = walk(app, filter, paging, rows -> {
            int number = purge(rows);
            purged.add(number);
            return number;
        });
        return Answer.json(200, out -> {
            out.writeStartObject();
            out.writeNumberField(
                    "purged", purged.stream().mapToLong(Integer::longValue).sum());
            next(out, paging, next);
            out.writeEndObject();
        });
    }

    private int purge(List<Delivery> rows) {
        Instant now = clock.instant();
        return revival.write(
                rows.stream()
                        .map(row -> new Revival.Change(row, row.purged(now)))
                        .toList(),
                now);
    }

    private Walk.@Nullable Cursor walk(AppId app, DeadFilter filter, Paging paging, Walk.Step step) {
        EndpointId only = filter.endpoint();
        if (only != null && endpoints.find(app, only).isEmpty()) {
            throw Refusal.notFound("endpoint");
        }
        List<EndpointId> through = only == null
                ? dead.of(app).stream().map(DeadStore.Noted::endpoint).toList()
                : List.of(only);
        String after = paging.after();
        Walk.Cursor from = after == null ? null : Walk.Cursor.parse(after);
        Range range = filter.died();
        return walk.through(through, app, Kind.DEAD, range, from, filter::has, step);
    }

    private static Paging paging(Request request) {
        return Paging.of(request, LIST, Walk.Cursor::isValid);
    }

    /** Where to go on, as the last field. */
    static void next(JsonGenerator out, Paging paging, Walk.@Nullable Cursor next) throws IOException {
        out.writeStringField("next", next == null ? null : paging.cursor(next.toString()));
    }
}
