package dev.sluice.aws;

import dev.sluice.endpoint.Breaker;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.Health;
import dev.sluice.endpoint.HealthStore;
import dev.sluice.event.AppId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Health on the endpoint's own row, so that it costs no read of its own. */
public final class DynamoHealthStore implements HealthStore {

    private static final String SLOW_UNTIL = "slow_until";
    private static final String BREAKER = "br";
    private static final String SECRETS_OPENED_AT = "so";

    /** What goes with the past of an endpoint. */
    static final List<String> ATTRIBUTES = List.of(SLOW_UNTIL, BREAKER);

    private final Table table;

    public DynamoHealthStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Known> find(AppId app, EndpointId id) {
        return table.getWithOthers(Keys.endpoint(app, id))
                .filter(DynamoEndpointStore::isThere)
                .map(DynamoHealthStore::known);
    }

    @Override
    public List<Known> list(AppId app) {
        List<Known> endpoints = new ArrayList<>();
        DynamoEndpointStore.forEach(table, app, row -> endpoints.add(known(row)));
        return endpoints;
    }

    @Override
    public boolean markSlow(AppId app, EndpointId id, Instant until) {
        return table.updateIf(
                Keys.endpoint(app, id),
                "SET slow_until = :until",
                DynamoEndpointStore.IS_THERE + " AND (attribute_not_exists(slow_until) OR slow_until < :until)",
                Map.of(":until", Row.milliseconds(until)));
    }

    @Override
    public boolean replace(AppId app, EndpointId id, Breaker read, Breaker next) {
        Map<String, AttributeValue> values = new HashMap<>();
        String unchanged = "attribute_not_exists(br)";
        if (!read.equals(Breaker.CLOSED)) {
            unchanged = "br = :read";
            values.put(":read", write(read));
        }
        String update = "REMOVE br";
        if (!next.equals(Breaker.CLOSED)) {
            update = "SET br = :next";
            values.put(":next", write(next));
        }
        return table.updateIf(
                Keys.endpoint(app, id), update, DynamoEndpointStore.IS_THERE + " AND " + unchanged, values);
    }

    @Override
    public void secretsOpened(AppId app, EndpointId id, Instant at) {
        table.updateIf(
                Keys.endpoint(app, id),
                "SET so = :at",
                DynamoEndpointStore.IS_THERE,
                Map.of(":at", Row.milliseconds(at)));
    }

    private static Known known(Map<String, AttributeValue> row) {
        return new Known(DynamoEndpointStore.read(row), health(row));
    }

    private static Health health(Map<String, AttributeValue> row) {
        AttributeValue breaker = row.get(BREAKER);
        return new Health(
                Row.timeOrNull(row, SLOW_UNTIL),
                breaker == null ? Breaker.CLOSED : breaker(breaker.m()),
                Row.timeOrNull(row, SECRETS_OPENED_AT));
    }

    private static Breaker breaker(Map<String, AttributeValue> map) {
        return new Breaker(
                Row.integer(map, "f"),
                Row.timeOrNull(map, "fs"),
                Row.timeOrNull(map, "fa"),
                Row.timeOrNull(map, "ou"),
                Row.integer(map, "p"),
                Row.integer(map, "ok"));
    }

    /** The same breaker is the same map, attribute by attribute: that it has not changed is told by that. */
    private static AttributeValue write(Breaker breaker) {
        return new Row()
                .put("f", breaker.failures())
                .put("fs", breaker.failingSince())
                .put("fa", breaker.countedAt())
                .put("ou", breaker.openUntil())
                .put("p", breaker.probes())
                .put("ok", breaker.successes())
                .asMap();
    }
}
