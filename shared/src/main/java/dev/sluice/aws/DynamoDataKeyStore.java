package dev.sluice.aws;

import dev.sluice.signature.DataKey;
import dev.sluice.signature.DataKeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Data keys in DynamoDB, in one partition by their numbers. */
public final class DynamoDataKeyStore implements DataKeyStore {

    private final Table table;

    public DynamoDataKeyStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<DataKey> find(int number) {
        return table.get(Keys.dataKey(number)).map(DynamoDataKeyStore::read);
    }

    @Override
    public List<DataKey> list() {
        List<DataKey> keys = new ArrayList<>();
        table.forEach(Table.Range.of(Keys.DATA_KEYS, ""), true, row -> keys.add(read(row)));
        return keys;
    }

    @Override
    public boolean add(DataKey key) {
        return table.putIfAbsent(Row.of(Keys.dataKey(key.number()))
                        .put("kms", key.kmsKey())
                        .put("wrapped", Base64.getDecoder().decode(key.wrapped()))
                        .put("created_at", key.createdAt()))
                .map(there -> read(there).equals(key)) // ours: the answer to a first try was lost
                .orElse(true);
    }

    private static DataKey read(Map<String, AttributeValue> row) {
        return new DataKey(
                Integer.parseInt(Row.text(row, Keys.SK)),
                Row.text(row, "kms"),
                Base64.getEncoder().encodeToString(Row.bytes(row, "wrapped")),
                Row.time(row, "created_at"));
    }
}
