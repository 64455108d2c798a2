package dev.sluice.aws;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.Health;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Health on the endpoint's own row, so that it costs no read of its own. */
public final class DynamoHealthStore implements HealthStore {

    private static final String SLOW_UNTIL = "slow_until";

    private final Table table;

    public DynamoHealthStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Known> find(AppId app, EndpointId id) {
        return table.get(Keys.endpoint(app, id))
                .filter(DynamoEndpointStore::isThere)
                .map(row -> new Known(DynamoEndpointStore.read(row), new Health(Row.timeOrNull(row, SLOW_UNTIL))));
    }

    @Override
    public boolean markSlow(AppId app, EndpointId id, Instant until) {
        return table.updateIf(
                Keys.endpoint(app, id),
                "SET slow_until = :until",
                "attribute_exists(pk) AND attribute_not_exists(deleted_at)"
                        + " AND (attribute_not_exists(slow_until) OR slow_until < :until)",
                Map.of(":until", AttributeValue.fromN(Long.toString(until.toEpochMilli()))));
    }
}
