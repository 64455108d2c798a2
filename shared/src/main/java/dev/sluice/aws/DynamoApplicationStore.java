package dev.sluice.aws;

import dev.sluice.application.Application;
import dev.sluice.application.ApplicationStore;
import dev.sluice.event.AppId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Applications in DynamoDB: a row of its own, and one in the list. */
public final class DynamoApplicationStore implements ApplicationStore {

    private static final String LISTED = "APPS";
    private static final String FIRST = "!"; // before every character of an id

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
        List<Application> found = new ArrayList<>();
        String last = after == null ? FIRST : after.bare();
        List<AppId> page;
        do {
            page = listed(last, limit - found.size());
            found.addAll(read(page));
            last = page.isEmpty() ? last : page.getLast().bare();
        } while (!page.isEmpty() && found.size() < limit);
        return found;
    }

    private List<AppId> listed(String after, int limit) {
        return table.query(Table.Range.of(LISTED, "sk > :a", after), true, limit, true).stream()
                .map(row -> AppId.ofBare(Row.text(row, Keys.SK)))
                .toList();
    }

    /** Those of them that are there, in their order. */
    private List<Application> read(List<AppId> ids) {
        Map<Keys.Key, Map<String, AttributeValue>> rows =
                table.get(ids.stream().map(Keys::application).toList(), true);
        List<Application> found = new ArrayList<>();
        for (AppId id : ids) {
            Map<String, AttributeValue> row = rows.get(Keys.application(id));
            if (row != null) {
                found.add(read(id, row));
            }
        }
        return found;
    }

    private static Application read(AppId id, Map<String, AttributeValue> row) {
        return new Application(id, Row.text(row, "name"), Row.time(row, "created_at"));
    }
}
