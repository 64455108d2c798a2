package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.application.Application;
import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.event.AppId;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoApplicationStoreTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Test
    void applicationsWhoseCreationDidNotEndShortenNoPage() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        Table table = new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
        DynamoApplicationStore store = new DynamoApplicationStore(table);
        Random random = new Random(3);
        List<AppId> ids = IntStream.range(0, 30)
                .mapToObj(i -> AppId.create(Samples.NOON.toEpochMilli() + i, random))
                .toList();
        ids.subList(0, 20).forEach(id -> table.put(Row.of(Keys.listedApplication(id)))); // and no row of their own
        List<Application> whole =
                ids.subList(20, 30).stream().map(Samples::application).toList();
        whole.forEach(store::create);

        // A short page is the last one: whoever lists all would miss the rest.
        assertThat(store.list(null, 5)).isEqualTo(whole.subList(0, 5));
        assertThat(store.list(whole.get(4).id(), 5)).isEqualTo(whole.subList(5, 10));
        assertThat(store.list(whole.get(9).id(), 5)).isEmpty();
        assertThat(store.list(null, 100)).isEqualTo(whole);
    }
}
