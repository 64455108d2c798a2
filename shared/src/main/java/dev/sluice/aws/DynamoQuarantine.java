package dev.sluice.aws;

import dev.sluice.event.AppId;
import dev.sluice.event.Door;
import dev.sluice.event.Quarantine;
import dev.sluice.event.RejectionId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rejected input in DynamoDB, whole: a row that says what it is, and its bytes in rows of their own, which lists need not read. */
public final class DynamoQuarantine implements Quarantine {

    private static final int CHUNK = 300_000; // an item holds 400 KB
    private static final Duration KEPT = Duration.ofDays(30);

    private final Table table;

    public DynamoQuarantine(Table table) {
        this.table = table;
    }

    @Override
    public RejectionId keep(RejectedInput input) {
        byte[] raw = input.raw();
        RejectionId id = input.id();
        Instant expires = input.receivedAt().plus(KEPT);
        // The bytes first: when the row can be read, all of them can.
        for (int chunk = 0; chunk * CHUNK < raw.length; chunk++) {
            table.put(Row.of(Keys.quarantinedBytes(input.app(), id, chunk))
                    .put("raw", Arrays.copyOfRange(raw, chunk * CHUNK, Math.min((chunk + 1) * CHUNK, raw.length)))
                    .expires(expires));
        }
        table.put(Row.of(Keys.quarantined(input.app(), id))
                .put("app", input.app() == null ? null : input.app().bare())
                .put("door", input.door().code())
                .put("context", texts(input.context()))
                .put("reason", input.reason())
                .put("message", input.message())
                .put("received_at", input.receivedAt())
                .put("bytes", raw.length)
                .expires(expires));
        return id;
    }

    @Override
    public Optional<Kept> find(@Nullable AppId app, RejectionId id) {
        return table.get(Keys.quarantined(app, id)).map(DynamoQuarantine::kept);
    }

    @Override
    public Optional<byte[]> raw(@Nullable AppId app, RejectionId id) {
        return find(app, id).map(kept -> {
            ByteBuffer raw = ByteBuffer.allocate(kept.bytes());
            table.forEach(
                    Table.Range.of(Keys.quarantinedBytes(app, id, 0).pk(), ""),
                    true,
                    row -> raw.put(Row.binary(row, "raw")));
            return raw.array();
        });
    }

    @Override
    public List<Kept> list(@Nullable AppId app, @Nullable RejectionId before, int limit) {
        return NewestFirst.of(
                        table,
                        Keys.quarantinePartitions(app),
                        Optional.ofNullable(before).map(RejectionId::bare),
                        limit)
                .stream()
                .map(DynamoQuarantine::kept)
                .toList();
    }

    @Override
    public void rejectedAgain(@Nullable AppId app, RejectionId id, String reason, String message, Instant now) {
        table.updateIf(
                Keys.quarantined(app, id),
                "SET reason = :reason, message = :message, replayed_at = :now",
                "attribute_exists(pk)",
                Map.of(
                        ":reason", AttributeValue.fromS(reason),
                        ":message", AttributeValue.fromS(message),
                        ":now", AttributeValue.fromN(Long.toString(now.toEpochMilli()))));
    }

    @Override
    public boolean delete(@Nullable AppId app, RejectionId id) {
        Optional<Kept> kept = find(app, id);
        if (kept.isEmpty()) {
            return false;
        }
        table.delete(Keys.quarantined(app, id));
        for (int chunk = 0; chunk * CHUNK < kept.get().bytes(); chunk++) {
            table.delete(Keys.quarantinedBytes(app, id, chunk));
        }
        return true;
    }

    private static Kept kept(Map<String, AttributeValue> row) {
        String app = Row.textOrNull(row, "app");
        Map<String, String> context = new HashMap<>();
        Row.map(row, "context").forEach((name, value) -> context.put(name, value.s()));
        return new Kept(
                RejectionId.ofBare(Row.text(row, Keys.SK)),
                app == null ? null : AppId.ofBare(app),
                Door.ofCode(Row.text(row, "door")).orElseThrow(),
                context,
                Row.text(row, "reason"),
                Row.text(row, "message"),
                Row.integer(row, "bytes"),
                Row.time(row, "received_at"),
                Row.timeOrNull(row, "replayed_at"));
    }

    private static AttributeValue texts(Map<String, String> context) {
        Map<String, AttributeValue> texts = new HashMap<>();
        context.forEach((name, value) -> texts.put(name, AttributeValue.fromS(value)));
        return AttributeValue.fromM(texts);
    }
}
