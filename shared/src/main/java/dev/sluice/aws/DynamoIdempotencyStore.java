package dev.sluice.aws;

import dev.sluice.application.IdempotencyStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import dev.sluice.event.Sha256;
import java.time.Instant;

/** Idempotency keys in DynamoDB. */
public final class DynamoIdempotencyStore implements IdempotencyStore {

    private final Table table;

    public DynamoIdempotencyStore(Table table) {
        this.table = table;
    }

    @Override
    public Binding bind(AppId app, String key, Binding proposed, Instant now) {
        Row row = Row.of(Keys.idempotency(app, Sha256.hex(key)))
                .put("event", proposed.event().value())
                .put("body", proposed.bodyHash())
                .expires(now.plus(REMEMBERED));
        return table.putIfAbsent(row)
                .map(there -> new Binding(new EventId(Row.text(there, "event")), Row.text(there, "body")))
                .orElse(proposed);
    }
}
