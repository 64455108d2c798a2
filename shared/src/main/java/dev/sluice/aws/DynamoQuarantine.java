package dev.sluice.aws;

import dev.sluice.event.Quarantine;
import dev.sluice.event.Sha256;
import dev.sluice.event.SortableId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Rejected input in DynamoDB, whole: what does not fit into one row continues in further ones. */
public final class DynamoQuarantine implements Quarantine {

    private static final int CHUNK = 300_000; // an item holds 400 KB
    private static final Duration KEPT = Duration.ofDays(30);

    private final Table table;

    public DynamoQuarantine(Table table) {
        this.table = table;
    }

    @Override
    public void keep(RejectedInput input) {
        byte[] raw = input.raw();
        Instant expires = input.receivedAt().plus(KEPT);
        String id = SortableId.of(input.receivedAt().toEpochMilli(), Sha256.of(raw));
        Keys.Key first = Keys.quarantined(input.app(), id);
        // Further chunks first: when the row can be read, all of it can.
        for (int chunk = 1; chunk * CHUNK < raw.length; chunk++) {
            Keys.Key key = new Keys.Key(first.pk(), first.sk() + "#" + String.format("%04d", chunk));
            table.put(Row.of(key).put("raw", chunk(raw, chunk)).expires(expires));
        }
        table.put(Row.of(first)
                .put("source", input.source())
                .put("reason", input.reason())
                .put("message", input.message())
                .put("received_at", input.receivedAt())
                .put("bytes", raw.length)
                .put("raw", chunk(raw, 0))
                .expires(expires));
    }

    private static byte[] chunk(byte[] raw, int chunk) {
        return Arrays.copyOfRange(raw, chunk * CHUNK, Math.min((chunk + 1) * CHUNK, raw.length));
    }
}
