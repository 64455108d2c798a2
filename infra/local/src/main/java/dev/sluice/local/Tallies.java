package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows that count something, of which a page may have the rest of what the one before it counted: added up. */
final class Tallies implements Consumer<JsonNode> {

    private static final String LAST = "last_dead_at";
    private static final List<String> FIRST = List.of("first_dead_at", "since");

    private final String count;
    private final List<String> key;
    private final Map<String, ObjectNode> rows = new LinkedHashMap<>();

    /**
     * None yet.
     *
     * @param count the field that counts
     * @param key the fields that say what is counted
     */
    Tallies(String count, String... key) {
        this.count = count;
        this.key = List.of(key);
    }

    @Override
    public void accept(JsonNode page) {
        for (JsonNode row : page.path("data")) {
            String what = key.stream().map(name -> row.path(name).toString()).collect(Collectors.joining());
            rows.merge(what, (ObjectNode) row, this::sum);
        }
    }

    /** Of the two, that with the later death keeps its example. Times in the API's form are ordered as texts are. */
    private ObjectNode sum(ObjectNode one, ObjectNode other) {
        boolean isOtherLater = text(one, LAST).compareTo(text(other, LAST)) < 0;
        ObjectNode sum = (isOtherLater ? other : one).deepCopy();
        sum.put(count, one.path(count).asLong() + other.path(count).asLong());
        for (String name : FIRST) {
            Stream.of(text(one, name), text(other, name))
                    .filter(time -> !time.isEmpty())
                    .min(Comparator.naturalOrder())
                    .ifPresent(time -> sum.put(name, time));
        }
        return sum;
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).asText("");
    }

    /** The greatest first. */
    List<ObjectNode> rows() {
        return rows.values().stream()
                .sorted(Comparator.comparing(row -> -row.path(count).asLong()))
                .toList();
    }

    long count() {
        return rows.values().stream().mapToLong(row -> row.path(count).asLong()).sum();
    }
}
