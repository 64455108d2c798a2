package dev.sluice.aws;

import dev.sluice.email.Address;
import dev.sluice.email.Suppression;
import dev.sluice.email.SuppressionStore;
import dev.sluice.event.AppId;
import dev.sluice.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Suppressions in DynamoDB: a row an address; a removed one stays as a tombstone until no late report can come any more. */
public final class DynamoSuppressionStore implements SuppressionStore {

    private static final Duration TOMBSTONE_KEPT = Duration.ofDays(37); // as deliveries

    private final Table table;

    public DynamoSuppressionStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean put(AppId app, Suppression suppression) {
        Keys.Key key = Keys.suppression(app, suppression.email());
        Map<String, AttributeValue> at = Map.of(":at", number(suppression.at()));
        Row row = row(key, suppression, suppression.createdAt());
        Optional<Map<String, AttributeValue>> before =
                table.putIf(row, "attribute_not_exists(pk) OR removed_at < :at", at);
        if (before.isEmpty()) {
            return true;
        }
        if (!before.get().containsKey("removed_at")) {
            table.putIf(
                    row(key, suppression, Row.time(before.get(), "created_at")),
                    "attribute_not_exists(removed_at) AND #at <= :at",
                    Map.of("#at", "at"),
                    at);
        }
        return false;
    }

    @Override
    public Optional<Suppression> find(AppId app, Address email) {
        return table.get(Keys.suppression(app, email))
                .filter(row -> !row.containsKey("removed_at"))
                .map(DynamoSuppressionStore::suppression);
    }

    @Override
    public List<Suppression> list(AppId app, @Nullable Address after, int limit) {
        String partition = Keys.suppressions(app);
        Table.Range range =
                after == null ? Table.Range.of(partition, "") : Table.Range.of(partition, "sk > :a", after.value());
        return table.queryWhere(range, row -> !row.containsKey("removed_at"), limit).stream()
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

    private static Row row(Keys.Key key, Suppression suppression, Instant createdAt) {
        EventId event = suppression.event();
        return Row.of(key)
                .put("reason", suppression.reason())
                .put("created_at", createdAt)
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
