package dev.sluice.aws;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The newest rows of several partitions as one list. Each partition is read a little at a time and only as far as the list needs it:
 * rows are up to 400 KB, and reading a whole list from every partition would cost as many times as much.
 */
final class NewestFirst {

    private static final String LAST = "~"; // behind every character of an id
    private static final int BEYOND_AN_EVEN_SHARE = 2;

    private NewestFirst() {}

    /**
     * The first rows by descending sort key.
     *
     * @param before only rows of smaller sort keys; all where it is empty
     */
    static List<Map<String, AttributeValue>> of(
            Table table, List<String> partitions, Optional<String> before, int limit) {
        int page = limit / partitions.size() + BEYOND_AN_EVEN_SHARE;
        List<Part> parts = partitions.stream()
                .map(partition -> new Part(table, partition, before.orElse(LAST), page))
                .toList();
        List<Map<String, AttributeValue>> rows = new ArrayList<>();
        while (rows.size() < limit) {
            Optional<Part> next = parts.stream().filter(Part::hasMore).max(Comparator.comparing(Part::head));
            if (next.isEmpty()) {
                break;
            }
            rows.add(next.get().take());
        }
        return rows;
    }

    /** One partition, read page by page. */
    private static final class Part {

        private final Table table;
        private final String partition;
        private final int page;
        private final Deque<Map<String, AttributeValue>> read = new ArrayDeque<>();
        private String bound;
        private boolean ended;

        Part(Table table, String partition, String bound, int page) {
            this.table = table;
            this.partition = partition;
            this.bound = bound;
            this.page = page;
        }

        boolean hasMore() {
            if (read.isEmpty() && !ended) {
                read.addAll(table.query(Table.Range.of(partition, "sk < :a", bound), false, page, false));
                ended = read.size() < page;
                if (!read.isEmpty()) {
                    bound = Row.text(read.getLast(), Keys.SK);
                }
            }
            return !read.isEmpty();
        }

        String head() {
            return Row.text(read.getFirst(), Keys.SK);
        }

        Map<String, AttributeValue> take() {
            return read.removeFirst();
        }
    }
}
