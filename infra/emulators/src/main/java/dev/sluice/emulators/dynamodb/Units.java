package dev.sluice.emulators.dynamodb;

import java.util.Map;
import java.util.TreeMap;

/**
 * What DynamoDB bills.
 *
 * @param writes units of 1 KB, those of indexes too
 * @param halfReads units of 4 KB, in halves: an eventually consistent read costs one, a strongly consistent one two
 * @param requests by operation
 * @param refused writes whose condition did not hold, which are billed all the same
 */
public record Units(long writes, long halfReads, Map<String, Long> requests, long refused) {

    /** Nothing. */
    public static final Units NONE = new Units(0, 0, Map.of(), 0);

    /** Copies the map. */
    public Units {
        requests = Map.copyOf(requests);
    }

    /** Read units of 4 KB. */
    public double reads() {
        return halfReads / 2.0;
    }

    /** What was added since an earlier count. */
    public Units since(Units earlier) {
        Map<String, Long> more = new TreeMap<>();
        requests.forEach((operation, count) -> {
            long added = count - earlier.requests.getOrDefault(operation, 0L);
            if (added > 0) {
                more.put(operation, added);
            }
        });
        return new Units(writes - earlier.writes, halfReads - earlier.halfReads, more, refused - earlier.refused);
    }

    /** Both together. */
    Units plus(Units other) {
        Map<String, Long> sums = new TreeMap<>(requests);
        other.requests.forEach((operation, count) -> sums.merge(operation, count, Long::sum));
        return new Units(writes + other.writes, halfReads + other.halfReads, sums, refused + other.refused);
    }
}
