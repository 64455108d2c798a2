package dev.sluice.aws;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.event.AppId;
import dev.sluice.wake.DeadStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** One small row for each endpoint with dead deliveries, and one for the pointers. */
public final class DynamoDeadStore implements DeadStore {

    private static final String AT = "at";
    private static final Map<String, String> AT_NAME = Map.of("#at", AT); // a reserved word of expressions

    private final Table table;

    public DynamoDeadStore(Table table) {
        this.table = table;
    }

    @Override
    public void note(AppId app, EndpointId endpoint, Instant at) {
        // The later of two counts. What the condition refuses is noted already.
        table.updateIf(
                Keys.deadEndpoint(app, endpoint),
                "SET v = :v, #at = :at",
                "attribute_not_exists(#at) OR #at < :at",
                AT_NAME,
                Map.of(":v", AttributeValue.fromN("1"), ":at", Row.milliseconds(at)));
    }

    @Override
    public List<Noted> of(AppId app) {
        List<Noted> found = new ArrayList<>();
        for (int shard = 0; shard < Keys.DEAD_ENDPOINT_SHARDS; shard++) {
            table.forEach(
                    Table.Range.of(Keys.deadEndpoints(shard), "begins_with(sk, :a)", Keys.deadEndpointsOf(app)),
                    false,
                    row -> found.add(noted(row)));
        }
        found.sort(Comparator.comparing(noted -> noted.endpoint().value()));
        return found;
    }

    @Override
    public List<Noted> all() {
        List<Noted> found = new ArrayList<>();
        for (int shard = 0; shard < Keys.DEAD_ENDPOINT_SHARDS; shard++) {
            table.forEach(Table.Range.of(Keys.deadEndpoints(shard), ""), false, row -> found.add(noted(row)));
        }
        return found;
    }

    @Override
    public void counted(Noted noted, long count, Instant at) {
        table.updateIf(
                Keys.deadEndpoint(noted.app(), noted.endpoint()),
                "SET n = :count, c = :at",
                "attribute_exists(pk)",
                Map.of(":count", AttributeValue.fromN(Long.toString(count)), ":at", Row.milliseconds(at)));
    }

    @Override
    public void forget(Noted noted) {
        table.deleteIf(
                Keys.deadEndpoint(noted.app(), noted.endpoint()),
                "#at = :at",
                AT_NAME,
                Map.of(":at", Row.milliseconds(noted.at())));
    }

    @Override
    public void askForCleaning(Instant at) {
        table.put(Row.of(Keys.pointerCleaning()).put(AT, at).put("n", 0));
    }

    @Override
    public Optional<Cleaning> cleaning() {
        return table.get(Keys.pointerCleaning()).map(row -> new Cleaning(Row.time(row, AT), Row.number(row, "n")));
    }

    @Override
    public void cleaned(Cleaning before, @Nullable Long looked) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":at", Row.milliseconds(before.askedAt())));
        if (looked == null) {
            table.deleteIf(Keys.pointerCleaning(), "#at = :at", AT_NAME, values);
        } else {
            values.put(":looked", AttributeValue.fromN(Long.toString(looked)));
            table.updateIf(Keys.pointerCleaning(), "SET n = :looked", "#at = :at", AT_NAME, values);
        }
    }

    private static Noted noted(Map<String, AttributeValue> row) {
        String[] ids = Row.text(row, Keys.SK).split("#", -1); // <app>#<ep>
        return new Noted(
                AppId.ofBare(ids[0]),
                EndpointId.ofBare(ids[1]),
                Row.time(row, AT),
                Row.numberIfAny(row, "n").orElse(0L),
                Row.timeOrNull(row, "c"));
    }
}
