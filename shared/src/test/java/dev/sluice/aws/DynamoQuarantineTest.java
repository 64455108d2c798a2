package dev.sluice.aws;

import dev.sluice.delivery.Samples;
import dev.sluice.emulators.dynamodb.DynamoDbExtension;
import dev.sluice.event.AppId;
import dev.sluice.event.Quarantine;
import dev.sluice.event.Quarantine.RejectedInput;
import dev.sluice.event.QuarantineContract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoQuarantineTest extends QuarantineContract {

    @RegisterExtension
    static final DynamoDbExtension DYNAMO_DB = new DynamoDbExtension();

    private Table table;

    @Override
    protected Quarantine quarantine() {
        DYNAMO_DB.client().createTable(TableSchema.createTable(DYNAMO_DB.tableName()));
        table = new Table(DYNAMO_DB.client(), DYNAMO_DB.tableName(), () -> Samples.NOON);
        return new DynamoQuarantine(table);
    }

    /** As the contract's page has it: the shards of an application; rows of further bytes follow their first. */
    @Override
    protected List<RejectedInput> kept(AppId whose) {
        List<RejectedInput> inputs = new ArrayList<>();
        String owner = whose == null ? "-" : whose.value().substring("app_".length());
        for (int shard = 0; shard < 16; shard++) {
            Map<String, List<Map<String, AttributeValue>>> byId = new LinkedHashMap<>();
            table.forEach(
                    Table.Range.of("Q#" + owner + "#" + Integer.toHexString(shard), ""),
                    true,
                    row -> byId.computeIfAbsent(Row.text(row, "sk").split("#")[0], id -> new ArrayList<>())
                            .add(row));
            byId.values().forEach(rows -> inputs.add(input(whose, rows)));
        }
        return inputs;
    }

    private static RejectedInput input(AppId whose, List<Map<String, AttributeValue>> rows) {
        Map<String, AttributeValue> first = rows.getFirst();
        ByteBuffer raw = ByteBuffer.allocate(Row.integer(first, "bytes"));
        rows.forEach(row -> raw.put(Row.binary(row, "raw")));
        return new RejectedInput(
                whose,
                Row.text(first, "source"),
                Row.text(first, "reason"),
                Row.text(first, "message"),
                raw.array(),
                Row.time(first, "received_at"));
    }
}
