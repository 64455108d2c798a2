package dev.sluice.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.event.json.Timestamps;
import dev.sluice.signature.DataKey;
import dev.sluice.signature.DataKeyStore;
import dev.sluice.signature.Envelope;
import dev.sluice.signature.SecretSealer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/sealing}: under which keys secrets are sealed, and sealing anew what is not under the current one. */
final class Sealing {

    private final Ports ports;
    private final SecretSealer sealer;
    private final DataKeyStore dataKeys;
    private final SealedRows rows;
    private final InstantSource clock;

    Sealing(Ports ports, InstantSource clock) {
        this.ports = ports;
        this.sealer = ports.sealer();
        this.dataKeys = ports.dataKeys();
        this.rows = new SealedRows(
                ports.tenants().applications(),
                ports.dispatch().endpoints(),
                ports.doors().sources(),
                clock);
        this.clock = clock;
    }

    Answer status(Request request) {
        Paging paging = paging(request);
        Map<Optional<String>, Long> counts = new HashMap<>();
        SealedRows.Cursor next = walk(paging, row -> {
            row.envelopes().forEach(envelope -> counts.merge(Envelope.keyId(envelope), 1L, Long::sum));
            return false;
        });
        Map<String, DataKey> known =
                dataKeys.list().stream().collect(Collectors.toMap(DataKey::id, Function.identity()));
        List<Map.Entry<Optional<String>, Long>> byKey = counts.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().orElse("")))
                .toList();
        return Answer.json(200, out -> {
            out.writeStartObject();
            writeCurrent(out);
            out.writeArrayFieldStart("data");
            for (Map.Entry<Optional<String>, Long> entry : byKey) {
                String key = entry.getKey().orElse(null);
                write(out, key, key == null ? null : known.get(key), entry.getValue());
            }
            out.writeEndArray();
            writeNext(out, paging, next);
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, @Nullable String key, @Nullable DataKey dataKey, long envelopes)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("key", key);
        if (dataKey != null) {
            out.writeStringField("kms_key", dataKey.kmsKey());
            out.writeStringField("created_at", Timestamps.format(dataKey.createdAt()));
        }
        out.writeNumberField("envelopes", envelopes);
        out.writeEndObject();
    }

    Answer reseal(Request request) {
        Fields.of(request.body(), Set.of());
        Paging paging = paging(request);
        Resealer resealer =
                new Resealer(ports.dispatch().endpoints(), ports.doors().sources(), sealer, clock.instant());
        SealedRows.Cursor next = walk(paging, resealer::take);
        return Answer.json(200, out -> {
            out.writeStartObject();
            writeCurrent(out);
            out.writeNumberField("resealed", resealer.resealed());
            out.writeNumberField("unreadable", resealer.unreadable());
            out.writeNumberField("busy", resealer.busy());
            writeNext(out, paging, next);
            out.writeEndObject();
        });
    }

    private SealedRows.@Nullable Cursor walk(Paging paging, SealedRows.Step step) {
        String after = paging.after();
        return rows.through(after == null ? null : SealedRows.Cursor.parse(after), step);
    }

    private void writeCurrent(JsonGenerator out) throws IOException {
        out.writeStringField("current", sealer.currentKeyId().orElse(null));
    }

    private static void writeNext(JsonGenerator out, Paging paging, SealedRows.@Nullable Cursor next)
            throws IOException {
        out.writeStringField("next", next == null ? null : paging.cursor(next.toString()));
    }

    private static Paging paging(Request request) {
        return Paging.of(request, "sealing", SealedRows.Cursor::isValid);
    }
}
