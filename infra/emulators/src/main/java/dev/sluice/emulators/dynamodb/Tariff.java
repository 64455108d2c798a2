package dev.sluice.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What one table's reads and writes cost: Amazon DynamoDB Developer Guide, "DynamoDB read and write operations" and "Using global
 * secondary indexes", section "Write capacity units". A pure function of the items' sizes.
 *
 * @param key names of the table's key attributes
 * @param indexes for each global secondary index the names of all that it holds: keys only
 */
record Tariff(List<String> key, List<List<String>> indexes) {

    private static final int WRITE_UNIT = 1024;
    private static final int READ_UNIT = 4096;

    /**
     * From a table's description.
     *
     * @throws IllegalArgumentException for an index that holds more than keys
     */
    static Tariff of(JsonNode table) {
        List<String> key = names(table.path("KeySchema"));
        List<List<String>> indexes = new ArrayList<>();
        for (JsonNode index : table.path("GlobalSecondaryIndexes")) {
            if (!index.path("Projection").path("ProjectionType").asText().equals("KEYS_ONLY")) {
                throw new IllegalArgumentException("only indexes of keys are counted: " + index.path("IndexName"));
            }
            List<String> held = new ArrayList<>(names(index.path("KeySchema")));
            key.stream().filter(name -> !held.contains(name)).forEach(held::add);
            indexes.add(List.copyOf(held));
        }
        return new Tariff(key, indexes);
    }

    private static List<String> names(JsonNode schema) {
        List<String> names = new ArrayList<>();
        schema.forEach(element -> names.add(element.path("AttributeName").asText()));
        return names;
    }

    /**
     * Units of a write: of the larger item for the table, and of what changes in its indexes.
     *
     * @param before what was there, empty for nothing
     * @param after what is there now, empty for nothing
     */
    long write(ObjectNode before, ObjectNode after) {
        long units = rounded(Math.max(ItemSize.of(before), ItemSize.of(after)), WRITE_UNIT);
        for (List<String> index : indexes) {
            units += indexWrite(entry(index, before), entry(index, after));
        }
        return units;
    }

    /** Units of a write whose condition did not hold, by the size of what is there, at least one. */
    static long refusedWrite(ObjectNode there) {
        return rounded(ItemSize.of(there), WRITE_UNIT);
    }

    /** Halves of units of one item, of nothing, or of all that a query has looked at. */
    static long read(long bytes, boolean consistent) {
        return rounded(bytes, READ_UNIT) * (consistent ? 2 : 1);
    }

    /** One to add, one to take away, both where an entry has to move; none where it stays as it is. */
    private static long indexWrite(ObjectNode before, ObjectNode after) {
        if (before.equals(after)) {
            return 0;
        }
        return (before.isEmpty() ? 0 : rounded(ItemSize.of(before), WRITE_UNIT))
                + (after.isEmpty() ? 0 : rounded(ItemSize.of(after), WRITE_UNIT));
    }

    /** An item as an index holds it; nothing where it lacks one of the index's keys. */
    private static ObjectNode entry(List<String> index, ObjectNode item) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        for (String name : index) {
            JsonNode value = item.get(name);
            if (value == null) {
                return JsonNodeFactory.instance.objectNode();
            }
            entry.set(name, value);
        }
        return entry;
    }

    private static long rounded(long bytes, int unit) {
        return Math.max(1, Math.ceilDiv(bytes, unit));
    }
}
