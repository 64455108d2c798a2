package dev.sluice.aws;

import dev.sluice.application.Application;
import dev.sluice.application.ApplicationStore;
import dev.sluice.event.AppId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Applications in DynamoDB: a row of its own, and one in the list. */
public final class DynamoApplicationStore implements ApplicationStore {

    private static final String LISTED = "APPS";

    private final Table table;

    public DynamoApplicationStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean create(Application application) {
        // The list first: an application that is listed and not there is passed over, one that is not listed would miss
        // its audits.
        table.put(Row.of(Keys.listedApplication(application.id())));
        return table.putIfAbsent(Row.of(Keys.application(application.id()))
                        .put("name", application.name())
                        .put("created_at", application.createdAt())
                        .put("version", 1))
                .isEmpty();
    }

    @Override
    public Optional<Application> find(AppId id) {
        return table.get(Keys.application(id)).map(row -> read(id, row));
    }

    @Override
    public List<Application> list(@Nullable AppId after, int limit) {
        Table.Range range = Table.Range.of(LISTED, "sk > :a", after == null ? "!" : Keys.bare(after));
        return table.query(range, true, limit, true).stream()
                .map(row -> new AppId("app_" + Row.text(row, Keys.SK)))
                .map(this::find)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Application read(AppId id, Map<String, AttributeValue> row) {
        return new Application(id, Row.text(row, "name"), Row.time(row, "created_at"));
    }
}
