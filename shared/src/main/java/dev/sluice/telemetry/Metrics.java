package dev.sluice.telemetry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values for CloudWatch, gathered over an invocation and printed as one line in its embedded metric format: counts as their sum, measured
 * values one by one. The only dimension is the function's name, for each tenant or endpoint would be a metric to pay for. Safe for use by
 * many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">The
 *     specification</a>
 */
public final class Metrics {

    /** The namespace of all metrics. */
    public static final String NAMESPACE = "Sluice";

    private static final String FUNCTION = "FunctionName"; // as AWS/Lambda calls it
    private static final int MOST_VALUES = 100; // of one metric in one document
    private static final int MOST_METRICS = 100; // of one directive

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Series> series = new TreeMap<>();

    private record Series(Unit unit, List<Long> values) {}

    /** What a number counts. */
    public enum Unit {
        COUNT("Count"),
        MILLISECONDS("Milliseconds"),
        SECONDS("Seconds");

        private final String code;

        Unit(String code) {
            this.code = code;
        }
    }

    /** Counts one. */
    public void count(String name) {
        count(name, 1);
    }

    /** Adds to a count, which is there from then on even if it is 0. */
    public synchronized void count(String name, long number) {
        List<Long> values = series(name, Unit.COUNT).values();
        if (values.isEmpty()) {
            values.add(number);
        } else {
            values.set(0, values.getFirst() + number);
        }
    }

    /** Notes one value. */
    public synchronized void measure(String name, Unit unit, long value) {
        series(name, unit).values().add(value);
    }

    private Series series(String name, Unit unit) {
        return series.computeIfAbsent(name, _ -> new Series(unit, new ArrayList<>()));
    }

    /** Prints what was gathered since the last time, if anything was: one line, or several where there are more values than one may hold. */
    public void print(String functionName, Instant now) {
        take(functionName, now).forEach(LogLine::print);
    }

    /** The lines that {@link #print} prints. */
    synchronized List<ObjectNode> take(String functionName, Instant now) {
        List<ObjectNode> lines = new ArrayList<>();
        for (int from = 0; longest() > from; from += MOST_VALUES) {
            lines.add(document(functionName, now, from));
        }
        series.clear();
        return lines;
    }

    private int longest() {
        return series.values().stream()
                .mapToInt(each -> each.values().size())
                .max()
                .orElse(0);
    }

    /** A document of the values from a place on. */
    private ObjectNode document(String functionName, Instant now, int from) {
        ObjectNode root = JSON.createObjectNode().put("level", "INFO").put("event", "metrics");
        ObjectNode directive = root.putObject("_aws")
                .put("Timestamp", now.toEpochMilli())
                .putArray("CloudWatchMetrics")
                .addObject()
                .put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(FUNCTION);
        ArrayNode definitions = directive.putArray("Metrics");
        root.put(FUNCTION, functionName);
        series.forEach((name, each) -> {
            List<Long> values = each.values();
            if (values.size() > from && definitions.size() < MOST_METRICS) {
                definitions.addObject().put("Name", name).put("Unit", each.unit().code);
                put(root, name, values.subList(from, Math.min(from + MOST_VALUES, values.size())));
            }
        });
        return root;
    }

    private static void put(ObjectNode root, String name, List<Long> values) {
        if (values.size() == 1) {
            root.put(name, values.getFirst());
        } else {
            ArrayNode array = root.putArray(name);
            values.forEach(array::add);
        }
    }
}
