package dev.sluice.aws;

import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.RateStore;
import dev.sluice.event.AppId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How far an endpoint's places are taken, on its own row. In a second that has begun a place costs one write, however many containers take
 * some; the second's first costs two.
 */
public final class DynamoRateStore implements RateStore {

    private static final String TAKEN =
            "rt"; // in microseconds: a thousand places a second are no whole milliseconds apart
    private static final String IS_THERE = DynamoEndpointStore.IS_THERE + " AND ";
    private static final int MOST_TRIES = 5;

    private final Table table;

    public DynamoRateStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Places> take(AppId app, EndpointId id, int perSecond, int most, Instant now, Instant until) {
        Keys.Key key = Keys.endpoint(app, id);
        for (int i = 0; i < MOST_TRIES; i++) {
            Table.Updated appended = append(key, perSecond, most, now, until);
            if (appended.isDone()) {
                Duration all = RateStore.apart(perSecond).multipliedBy(most);
                return Optional.of(new Places(taken(appended.row()).minus(all), most, perSecond));
            }
            if (appended.row().isEmpty() || !DynamoEndpointStore.isThere(appended.row())) {
                return Optional.empty();
            }
            AttributeValue read = appended.row().get(TAKEN);
            Optional<Places> free =
                    RateStore.free(read == null ? null : taken(appended.row()), perSecond, most, now, until);
            if (free.isEmpty() || replace(key, read, free.get().end())) {
                return free;
            }
        }
        return Optional.empty(); // as much in demand as it is, it is over its rate
    }

    /** Takes all behind the last that was taken, if that is of this second or later and there is room for all. */
    private Table.Updated append(Keys.Key key, int perSecond, int most, Instant now, Instant until) {
        Duration apart = RateStore.apart(perSecond);
        return table.updateAndTell(
                key,
                "SET rt = rt + :all",
                IS_THERE + "rt >= :second AND rt < :last",
                Map.of(
                        ":all",
                        AttributeValue.fromN(
                                Long.toString(apart.multipliedBy(most).toNanos() / 1_000)),
                        ":second",
                        microseconds(now.truncatedTo(ChronoUnit.SECONDS)),
                        ":last",
                        microseconds(until.minus(apart.multipliedBy(most - 1L)))));
    }

    private boolean replace(Keys.Key key, @Nullable AttributeValue read, Instant end) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":end", microseconds(end)));
        if (read != null) {
            values.put(":read", read);
        }
        return table.updateIf(
                key, "SET rt = :end", IS_THERE + (read == null ? "attribute_not_exists(rt)" : "rt = :read"), values);
    }

    private static Instant taken(Map<String, AttributeValue> row) {
        return Instant.EPOCH.plus(Row.number(row, TAKEN), ChronoUnit.MICROS);
    }

    private static AttributeValue microseconds(Instant time) {
        return AttributeValue.fromN(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time)));
    }
}
