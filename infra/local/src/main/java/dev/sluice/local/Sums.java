package dev.sluice.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What the pages of an answer count, added up; says after each page but the last how far it is. */
final class Sums implements Consumer<JsonNode> {

    private final Map<String, Long> sums = new LinkedHashMap<>();
    private final PrintWriter progress;

    /** @param names of the counts, in the order in which they are shown */
    Sums(PrintWriter progress, List<String> names) {
        this.progress = progress;
        names.forEach(name -> sums.put(name, 0L));
    }

    @Override
    public void accept(JsonNode page) {
        sums.replaceAll((name, sum) -> sum + page.path(name).asLong());
        if (page.hasNonNull("next")) {
            progress.println(sums.entrySet().stream()
                    .map(sum -> sum.getKey() + " " + sum.getValue())
                    .collect(Collectors.joining(", ", "sluice: so far ", "")));
        }
    }

    long of(String name) {
        return sums.getOrDefault(name, 0L);
    }

    /** All of them as one object. */
    ObjectNode line() {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        sums.forEach((name, sum) -> line.put(name, sum));
        return line;
    }

    /** The same of what may have been only counted. */
    ObjectNode line(boolean isDry) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("dry_run", isDry);
        line.setAll(line());
        return line;
    }
}
