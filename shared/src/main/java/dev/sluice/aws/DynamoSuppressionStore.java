package dev.sluice.aws;

import dev.sluice.email.Address;
import dev.sluice.email.Suppression;
import dev.sluice.email.SuppressionStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Suppressions in DynamoDB: a row an address; a removed one stays as a tombstone until no late report can come any more. */
public final class DynamoSuppressionStore implements SuppressionStore {

    private static final Duration TOMBSTONE_KEPT = Duration.ofDays(37); // as deliveries
    private static final String REMOVED_AT = "removed_at";

    /** The attributes that come and go with the cause. */
    private static final List<String> CAUSE =
            List.of("reason", "updated_at", "at", "event", "sub_type", "feedback_type", "message_id");

    private final Table table;

    public DynamoSuppressionStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean put(AppId app, Suppression suppression) {
        Keys.Key key = Keys.suppression(app, suppression.email());
        // Each round but the last means that somebody else added or removed it in between.
        while (true) {
            Optional<Map<String, AttributeValue>> there = add(row(key, suppression), suppression);
            if (there.isEmpty()) {
                return true;
            }
            if (there.get().containsKey(REMOVED_AT)
                    || !suppression.at().isAfter(Row.time(there.get(), "at"))
                    || replaceCause(key, suppression)) {
                return false;
            }
        }
    }

    /** Adds it where there is none and nothing speaks against it; what is there, if so. */
    private Optional<Map<String, AttributeValue>> add(Row row, Suppression suppression) {
        if (suppression.isManual()) {
            return table.putIf(row, "attribute_not_exists(pk) OR attribute_exists(removed_at)", Map.of());
        }
        return table.putIf(
                row,
                "attribute_not_exists(pk) OR (removed_at < :at AND #at < :at) OR #ttl <= :now",
                Map.of("#at", "at", "#ttl", Keys.TTL),
                Map.of(
                        ":at",
                        number(suppression.at()),
                        ":now",
                        AttributeValue.fromN(
                                Long.toString(suppression.updatedAt().getEpochSecond()))));
    }

    /** Whether it was still there, with an older cause. */
    private boolean replaceCause(Keys.Key key, Suppression suppression) {
        Map<String, AttributeValue> cause = cause(suppression).attributes();
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> set = new ArrayList<>();
        List<String> remove = new ArrayList<>();
        for (String name : CAUSE) {
            names.put("#" + name, name);
            if (cause.containsKey(name)) {
                values.put(":" + name, cause.get(name));
                set.add("#" + name + " = :" + name);
            } else {
                remove.add("#" + name);
            }
        }
        return table.updateIf(
                key,
                "SET " + String.join(", ", set) + (remove.isEmpty() ? "" : " REMOVE " + String.join(", ", remove)),
                "attribute_exists(pk) AND attribute_not_exists(removed_at) AND #at < :at",
                names,
                values);
    }

    @Override
    public Optional<Suppression> find(AppId app, Address email) {
        return table.get(Keys.suppression(app, email))
                .filter(row -> !row.containsKey(REMOVED_AT))
                .map(DynamoSuppressionStore::suppression);
    }

    @Override
    public List<Suppression> list(AppId app, @Nullable Address after, int limit) {
        String partition = Keys.suppressions(app);
        Table.Range range =
                after == null ? Table.Range.of(partition, "") : Table.Range.of(partition, "sk > :a", after.value());
        return table.queryWhere(range, row -> !row.containsKey(REMOVED_AT), limit).stream()
                .map(DynamoSuppressionStore::suppression)
                .toList();
    }

    @Override
    public boolean remove(AppId app, Address email, Instant now) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":now", number(now));
        values.put(
                ":ttl",
                AttributeValue.fromN(Long.toString(now.plus(TOMBSTONE_KEPT).getEpochSecond())));
        return table.updateIf(
                Keys.suppression(app, email),
                "SET removed_at = :now, #ttl = :ttl",
                "attribute_exists(pk) AND attribute_not_exists(removed_at)",
                Map.of("#ttl", Keys.TTL),
                values);
    }

    private static Row row(Keys.Key key, Suppression suppression) {
        Row row = Row.of(key).put("created_at", suppression.createdAt());
        cause(suppression).attributes().forEach(row::put);
        return row;
    }

    private static Row cause(Suppression suppression) {
        EventId event = suppression.event();
        return Row.empty()
                .put("reason", suppression.reason())
                .put("updated_at", suppression.updatedAt())
                .put("at", suppression.at())
                .put("event", event == null ? null : event.bare())
                .put("sub_type", suppression.subType())
                .put("feedback_type", suppression.feedbackType())
                .put("message_id", suppression.messageId());
    }

    private static Suppression suppression(Map<String, AttributeValue> row) {
        String event = Row.textOrNull(row, "event");
        return new Suppression(
                new Address(Row.text(row, Keys.SK)),
                Row.text(row, "reason"),
                Row.time(row, "created_at"),
                Row.time(row, "updated_at"),
                Row.time(row, "at"),
                event == null ? null : EventId.ofBare(event),
                Row.textOrNull(row, "sub_type"),
                Row.textOrNull(row, "feedback_type"),
                Row.textOrNull(row, "message_id"));
    }

    private static AttributeValue number(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}
