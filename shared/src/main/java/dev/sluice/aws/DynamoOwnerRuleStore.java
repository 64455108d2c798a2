package dev.sluice.aws;

import dev.sluice.application.OwnerRule;
import dev.sluice.application.OwnerRuleStore;
import dev.sluice.event.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Owner rules in DynamoDB: one partition, read whole. */
public final class DynamoOwnerRuleStore implements OwnerRuleStore {

    private final Table table;

    public DynamoOwnerRuleStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<OwnerRule> put(OwnerRule rule) {
        String app = rule.app().bare();
        return table.putIf(
                        Row.of(Keys.ownerRule(rule.kind(), rule.value()))
                                .put("app", app)
                                .put("created_at", rule.createdAt()),
                        "attribute_not_exists(pk) OR app <> :app",
                        Map.of(":app", AttributeValue.fromS(app)))
                .map(DynamoOwnerRuleStore::rule);
    }

    @Override
    public List<OwnerRule> list() {
        List<OwnerRule> rules = new ArrayList<>();
        // A rule of a kind that this release does not know must not stop everything that comes in.
        table.forEach(
                Table.Range.of(Keys.OWNERS, ""),
                true,
                row -> Unreadable.leftOut(Keys.Key.of(row), () -> rule(row)).ifPresent(rules::add));
        return rules;
    }

    @Override
    public boolean delete(OwnerRule.Kind kind, String value) {
        return table.deleteIfThere(Keys.ownerRule(kind, value));
    }

    private static OwnerRule rule(Map<String, AttributeValue> row) {
        String[] kindAndValue = Row.text(row, Keys.SK).split("#", 2);
        return new OwnerRule(
                OwnerRule.Kind.ofCode(kindAndValue[0]).orElseThrow(),
                kindAndValue[1],
                AppId.ofBare(Row.text(row, "app")),
                Row.time(row, "created_at"));
    }
}
