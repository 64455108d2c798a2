package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.Application;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.event.AppId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoApplicationStoreTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    /** What a creation leaves behind that ended between its two rows. */
    @Test
    void passesOverListedApplicationsThatAreNotThereWithoutEndingTheList() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        Table table = new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
        DynamoApplicationStore store = new DynamoApplicationStore(table);
        List<AppId> ids = Stream.generate(Samples::app)
                .limit(9)
                .sorted(Comparator.comparing(AppId::value))
                .toList();
        List<AppId> created = List.of(ids.get(0), ids.get(4), ids.get(8));
        created.forEach(id -> store.create(Samples.application(id)));
        ids.stream().filter(id -> !created.contains(id)).forEach(id -> table.put(Row.of(Keys.listedApplication(id))));

        assertThat(store.list(null, 2)).extracting(Application::id).isEqualTo(created.subList(0, 2));
        assertThat(store.list(ids.get(1), 2)).extracting(Application::id).isEqualTo(created.subList(1, 3));
        assertThat(store.list(null, 5)).extracting(Application::id).isEqualTo(created);
    }
}
