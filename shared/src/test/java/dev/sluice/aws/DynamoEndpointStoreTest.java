package dev.sluice.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.endpoint.Audience;
import dev.sluice.endpoint.Endpoint;
import dev.sluice.endpoint.EndpointId;
import dev.sluice.endpoint.EndpointSettings;
import dev.sluice.endpoint.EndpointStatus;
import dev.sluice.endpoint.Signing;
import dev.sluice.event.AppId;
import dev.sluice.signature.SigningScheme;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoEndpointStoreTest {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    @Test
    void aRowOfBeforeTheSettingsReadsWithTheirDefaultsAndCanBeChanged() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        Table table = new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
        AppId app = Samples.app();
        EndpointId id = Samples.endpointId();
        new DynamoApplicationStore(table).create(Samples.application(app));
        table.put(Row.of(Keys.endpoint(app, id))
                .put("url", "https://example.com/hook")
                .put("types", List.of("*"))
                .put("scheme", "svix+opensend")
                .put(
                        "secrets",
                        AttributeValue.fromL(
                                List.of(Row.empty().put("envelope", "sealed").asMap())))
                .put("status", "active")
                .put("description", "")
                .put("created_at", Samples.NOON)
                .put("updated_at", Samples.NOON));
        DynamoEndpointStore store = new DynamoEndpointStore(table, Duration.ofDays(37), () -> Samples.NOON);
        Endpoint old = new Endpoint(
                id,
                app,
                Audience.CUSTOMER,
                EndpointStatus.ACTIVE,
                null,
                EndpointSettings.of(URI.create("https://example.com/hook")),
                Signing.of(SigningScheme.SVIX_OPENSEND, "sealed"),
                Samples.NOON,
                Samples.NOON,
                null);

        assertThat(store.find(app, id)).contains(old);

        Endpoint changed =
                old.withSettings(old.settings().change().retries4xx(false).done(), Samples.NOON.plusMillis(1));
        assertThat(store.replace(old, changed)).isTrue();
        assertThat(store.find(app, id)).contains(changed);
    }
}
