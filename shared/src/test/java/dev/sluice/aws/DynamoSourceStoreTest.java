package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.source.SourceStore;
import dev.sluice.source.SourceStoreContract;
import dev.sluice.source.Sources;
import dev.sluice.source.WebhookSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DynamoSourceStoreTest extends SourceStoreContract {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Override
    protected SourceStore store() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        return new DynamoSourceStore(table());
    }

    @Test
    void whatAnInterruptedCreationLeavesOpensNothingAndIsNoObstacle() {
        WebhookSource source = Sources.stripe(Samples.app(), Samples.NOON);
        table().put(Row.of(Keys.sourceById(source.id())).put("app", source.app().bare()));
        DynamoSourceStore store = new DynamoSourceStore(table());

        assertThat(store.find(source.id())).isEmpty();
        store.create(source);
        store.create(source); // as a client does whose first answer was lost
        assertThat(store.find(source.id())).contains(source);
    }

    @Test
    void whatAnInterruptedDeletionLeavesOpensNothing() {
        WebhookSource source = Sources.stripe(Samples.app(), Samples.NOON);
        DynamoSourceStore store = new DynamoSourceStore(table());
        store.create(source);
        table().delete(Keys.source(source.app(), source.id()));

        assertThat(store.find(source.id())).isEmpty();
        assertThat(store.delete(source.app(), source.id())).isFalse();
    }

    private static Table table() {
        return new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
    }
}
