package dev.sluice.aws;

import dev.sluice.application.ApiKey;
import dev.sluice.application.ApiKeyStore;
import dev.sluice.event.AppId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** API keys in DynamoDB: found by hash, listed by application. */
public final class DynamoApiKeyStore implements ApiKeyStore {

    private final Table table;

    public DynamoApiKeyStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean create(ApiKey key) {
        // The key that opens last: one that is listed and opens nothing can still be deleted.
        if (table.get(Keys.keyByHash(key.hash())).isPresent()) {
            return false;
        }
        table.put(write(Keys.listedKey(key.app(), key.id()), key));
        boolean created = table.putIfAbsent(write(Keys.keyByHash(key.hash()), key))
                .map(there -> read(there).id().equals(key.id())) // ours: the answer to a first try was lost
                .orElse(true);
        if (!created) {
            remove(Keys.listedKey(key.app(), key.id()));
        }
        return created;
    }

    @Override
    public Optional<ApiKey> findByHash(String hash) {
        return table.get(Keys.keyByHash(hash)).map(DynamoApiKeyStore::read);
    }

    @Override
    public List<ApiKey> list(@Nullable AppId app) {
        Table.Range range = Table.Range.of(Keys.listedKey(app, "").pk(), "begins_with(sk, :a)", Keys.KEY_PREFIX);
        return table.query(range, true, Integer.MAX_VALUE, true).stream()
                .map(DynamoApiKeyStore::read)
                .toList();
    }

    @Override
    public boolean delete(@Nullable AppId app, String id) {
        Optional<ApiKey> key = table.get(Keys.listedKey(app, id)).map(DynamoApiKeyStore::read);
        key.ifPresent(found -> {
            remove(Keys.keyByHash(found.hash()));
            remove(Keys.listedKey(app, id));
        });
        return key.isPresent();
    }

    private void remove(Keys.Key key) {
        table.client().deleteItem(request -> request.tableName(table.name()).key(key.attributes()));
    }

    private static Row write(Keys.Key rowKey, ApiKey key) {
        AppId app = key.app();
        return Row.of(rowKey)
                .put("id", key.id())
                .put("app", app == null ? null : app.value())
                .put("hash", key.hash())
                .put("created_at", key.createdAt());
    }

    private static ApiKey read(Map<String, AttributeValue> row) {
        String app = Row.textOrNull(row, "app");
        return new ApiKey(
                Row.text(row, "id"),
                app == null ? null : new AppId(app),
                Row.text(row, "hash"),
                Row.time(row, "created_at"));
    }
}
