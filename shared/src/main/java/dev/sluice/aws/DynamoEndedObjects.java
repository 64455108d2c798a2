package dev.sluice.aws;

import dev.sluice.event.AppId;
import dev.sluice.event.EndedObjects;
import java.time.Duration;
import java.time.Instant;

/** Ended objects in DynamoDB, a row each. */
public final class DynamoEndedObjects implements EndedObjects {

    private final Table table;
    private final Duration kept;

    public DynamoEndedObjects(Table table, Duration kept) {
        this.table = table;
        this.kept = kept;
    }

    @Override
    public void add(AppId app, String object, Instant at, Instant now) {
        table.putIfAbsent(Row.of(Keys.endedObject(app, object)).put("at", at).expires(now.plus(kept)));
    }

    @Override
    public boolean contains(AppId app, String object) {
        return table.get(Keys.endedObject(app, object)).isPresent();
    }
}
